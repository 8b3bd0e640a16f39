import { REASONS } from '@lagebild/model/master-data-reasons.ts'
import type { Reason } from '@lagebild/model/master-data-reasons.ts'
import type { RowFault } from '@lagebild/model/master-data.ts'
import { fail } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

type Values = RowFault['values']

/** What is wrong with a value, before anybody knows in which column it stood. */
export type Trouble = { readonly reason: Reason; readonly values: Values }
export type Read<T> = Result<T, Trouble>

export function trouble(reason: Reason, values: Values = {}): { readonly ok: false; readonly fault: Trouble } {
	return fail({ reason, values })
}

/** Where a trouble lies. */
export type Where = { readonly column?: string | undefined; readonly field?: string | undefined; readonly value?: string | undefined }

/** Longest value that a fault says back. */
const MAX_VALUE = 200

export function rowFault({ reason, values }: Trouble, { column, field, value }: Where = {}): RowFault {
	return {
		reason,
		...(column !== undefined && { column }),
		...(field !== undefined && { field }),
		...(value !== undefined && { value: value.slice(0, MAX_VALUE) }),
		values,
		text: { de: filled(REASONS[reason].de, values), en: filled(REASONS[reason].en, values) },
	}
}

function filled(text: string, values: Values): string {
	return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
