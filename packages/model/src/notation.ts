import { printable } from './printable.ts'
import { fail } from './result.ts'
import type { Result } from './result.ts'

/**
 * Why a text is not what a notation asks for. `code` is the rule, for translations, `values` is what a translation puts in;
 * `message` says the same in English.
 */
export type Misread<C extends string = string> = {
	readonly code: C
	readonly message: string
	readonly values: Readonly<Record<string, string | number>>
}

export type Reading<T, C extends string> = Result<T, Misread<C>>

/** Written `{name}` in the text, as in the catalogues of the interface. */
export function misread<C extends string>(
	code: C,
	text: string,
	values: Misread['values'] = {},
): { readonly ok: false; readonly fault: Misread<C> } {
	const message = text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
	return fail({ code, message, values })
}

/** What a person typed, short and plain enough to be said back. */
export function quoted(text: string): string {
	return printable(text.length > MAX_QUOTE ? `${text.slice(0, MAX_QUOTE)}…` : text)
}

const MAX_QUOTE = 40
