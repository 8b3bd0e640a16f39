import { readIso } from '@lagebild/model/time.ts'
import type { Formats } from '@lagebild/ui/formats.ts'

import type { Messages } from '../messages/de.ts'

type Tongue = { readonly words: Messages; readonly formats: Formats; readonly now: number }

/**
 * `erteilt, Fassung 2`, `angenommen, Fassung 1, voraussichtlich 21:40`: with the version, because accepting one wording of an order does
 * not accept the next.
 */
export function registerText(state: string, register: Readonly<Record<string, unknown>>, { words, formats, now }: Tongue): string {
	const version = register['version'] ?? register['answers']
	const edition = typeof version === 'number' ? words.values.edition.replace('{state}', state).replace('{version}', String(version)) : state
	const expected = typeof register['expected'] === 'string' ? readIso(register['expected']) : undefined
	const time = expected === undefined ? undefined : words.values.expected.replace('{time}', formats.time(expected, now))
	return [edition, time, register['reason']].filter((part) => typeof part === 'string').join(', ')
}
