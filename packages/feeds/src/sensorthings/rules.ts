import type { JsonObject } from '../json.ts'
import type { Match, Rule } from './options.ts'
import type { StreamId } from './stream-id.ts'

export type RuleFound = { readonly rule: Rule | undefined }

export type Matched = { readonly id: StreamId; readonly item: JsonObject; readonly thing?: JsonObject; readonly property: JsonObject }

/** The first rule all of whose words fit. */
export function ruleFor(stream: Matched, rules: readonly Rule[]): RuleFound {
	return { rule: rules.find(({ match }) => fits(stream, match)) }
}

function fits({ id, item, thing, property }: Matched, match: Match): boolean {
	return (
		says(match.datastream, [id.native]) &&
		says(match.name, [item['name']]) &&
		says(match.thing, [thing?.['name'], thing?.['@iot.id']]) &&
		says(match.property, [property['name'], property['definition'], property['@iot.id']])
	)
}

function says(wanted: string | undefined, stated: readonly unknown[]): boolean {
	if (wanted === undefined) return true
	const texts = stated.flatMap((value) => (typeof value === 'string' || typeof value === 'number' ? [String(value)] : []))
	if (!wanted.endsWith('*')) return texts.includes(wanted)
	const begin = wanted.slice(0, -1)
	return texts.some((text) => text.startsWith(begin))
}
