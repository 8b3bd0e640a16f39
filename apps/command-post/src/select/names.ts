import { nativeOf } from '@lagebild/model/ids.ts'
import { isKnownKind } from '@lagebild/model/kinds/names.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import { titleFieldOf } from '@lagebild/model/kinds/title.ts'
import type { Row } from '@lagebild/model/row.ts'

const SMALL_WORDS = new Set(['AM', 'AN', 'DER', 'DIE', 'DAS', 'UND', 'IN', 'BEI'])

/** Gauge services write names in capitals; `HAMBURG ST. PAULI` becomes `Hamburg St. Pauli`. A name with small letters stays as it is. */
export function plainName(name: string): string {
	if (name !== name.toUpperCase()) return name
	return name.replaceAll(/\p{L}+/gu, (word) =>
		SMALL_WORDS.has(word) ? word.toLowerCase() : word.slice(0, 1) + word.slice(1).toLowerCase(),
	)
}

/** What its kind is called by in the messages, also when only a newer version knows it. */
export function kindKey(kind: EntityKind): EntityKind | 'unknown' {
	return isKnownKind(kind) ? kind : 'unknown'
}

/** The name of a thing in one line, as its sources write it; of a warning in the language of the page where it has one. */
export function titleOf(row: Row, language?: string): string {
	return ownTitle(row, language) ?? nativeOf(row.id)
}

function ownTitle(row: Row, language: string | undefined): string | undefined {
	const title = statedTitle(row)
	if (typeof title !== 'string' || title === '') return row.kind === 'warning' ? textsOf(row.fields.texts, language)?.headline : undefined
	if (row.kind === 'warning') return textsOf(row.fields.texts, language)?.headline ?? title
	return row.kind === 'sensor' ? plainName(title) : title
}

function statedTitle(row: Row): unknown {
	if (row.kind === 'counter') return row.fields.scope
	const fields: Readonly<Record<string, unknown>> = row.fields
	return fields[titleFieldOf(row) ?? '']
}

type Texts = NonNullable<Extract<Row, { kind: 'warning' }>['fields']['texts']>

/** German first, because that is what was sent to the public; otherwise whatever language came. */
export function textsOf(texts: Texts | null | undefined, language = 'de'): Texts[string] | undefined {
	if (!texts) return undefined
	const entries = Object.entries(texts)
	const by = (wanted: string) => entries.find(([key]) => key.toLowerCase().startsWith(wanted))?.[1]
	return by(language) ?? by('de') ?? entries[0]?.[1]
}
