import { jsonSchemas } from '../packages/model/src/json-schema.ts'
import { KIND_ABOUT } from '../packages/model/src/kinds/about.ts'
import { KINDS } from '../packages/model/src/kinds/names.ts'
import type { EntityKind } from '../packages/model/src/kinds/names.ts'
import { KIND_TABLE } from '../packages/model/src/kinds/table.ts'
import { RELATIONS } from '../packages/model/src/relations.ts'

type Schema = { readonly [keyword: string]: unknown }

/** The page about the kinds: every field with its type, its policy and its meaning, from the same schemas that check what is posted. */
export function kindsPage(): string {
	return `${[HEAD, relationsPart(), ...KINDS.map(kindPart)].join('\n\n')}\n`
}

const HEAD = `# Kinds

Made by \`node scripts/publish.ts\` from \`packages/model/src/kinds\`. How to post an event stands in [protocol.md](protocol.md).

Only the fields marked \`*\` must be in an \`upsert\`. A \`patch\` states any of them; \`null\` then means "known to be empty" (not of a field marked \`*\`), and \`null\` for a key of a keyed
field takes that key away. _Policy_ is what the picture does when sources differ:

| policy | the row shows |
| --- | --- |
| \`newest\` | the newest statement of any source |
| \`rank\` | that of the highest rank (person, authority, device, crowd), then the newest; newer ones of lower rank are \`conflicts\` |
| \`per-source\` | the newest; every source's own is in \`claims\`, and in \`conflicts\` where a person and a sensor differ |
| \`declared\` | what a person said last; what others say are proposals, in \`conflicts\` |
| \`keyed\` | every key by itself, the newest of any source |

All times are ISO 8601 with an offset, all places WGS 84 with the longitude first, and all texts are plain text. A field of one line holds no control characters and
no signs that change the direction of writing (U+202A–202E, U+2066–2069). Fields that are none of these go into \`ext\`.`

function relationsPart(): string {
	const rows = Object.entries(RELATIONS).map(([rel, { meaning, german, directed, effect }]) =>
		row([code(rel), german, directed ? 'A → B' : 'A ↔ B', meaning, effect ?? '']),
	)
	return [
		'## Relations',
		'An event of A says `"links": [{ "rel": …, "to": B }]`. Of each relation and pair of entities the latest statement holds, whoever said it and from whichever end; `"removed": true` takes the relation back. Both ends show it, B as `inbound`.',
		[row(['`rel`', 'German', 'direction', 'says', 'effect']), row(Array.from({ length: 5 }, () => '---')), ...rows].join('\n'),
	].join('\n\n')
}

function kindPart(kind: EntityKind): string {
	const { version, lane, upgrades = [] } = KIND_TABLE[kind]
	const { german, text, example } = KIND_ABOUT[kind]
	const older =
		upgrades.length === 0
			? ''
			: ` Older versions are taken for ever: ${upgrades.map((_, i) => code(`payload-${kind}-${i + 1}`)).join(', ')}.`
	const stated = version === 1 ? '' : `, which an event must name: \`"version": ${version}\``
	return [
		`## ${kind}`,
		`${german}. ${text}`,
		`Version ${version}${stated}. Lane ${lane}. Schema \`payload-${kind}\`, whole events \`event-${kind}\`.${older}`,
		fieldsTable(kind),
		`\`\`\`json\n${JSON.stringify(example, null, '\t')}\n\`\`\``,
	].join('\n\n')
}

function fieldsTable(kind: EntityKind): string {
	const schema = jsonSchemas().get(`payload-${kind}`)
	const required = new Set(listOf(schema?.['required']))
	const rows = Object.entries(objectOf(schema?.['properties'])).flatMap(([field, said]) =>
		fieldRows(field, objectOf(said), required.has(field)),
	)
	const policies: Readonly<Record<string, string>> = KIND_TABLE[kind].policies
	const place = row(['`geometry`', 'GeoJSON', code(policies['geometry'] ?? ''), 'Of the envelope: where it is or what it covers.'])
	return [row(['field', 'type', 'policy', 'meaning']), row(Array.from({ length: 4 }, () => '---')), ...rows, place].join('\n')
}

/** A field, and below it the parts of what it holds. */
function fieldRows(field: string, said: Schema, required: boolean): readonly string[] {
	const own = row([`${code(field)}${required ? ' *' : ''}`, typeOf(said), code(String(said['x-policy'])), textOf(said['description'])])
	const { inner, between } = innerOf(said)
	const must = new Set(listOf(inner['required']))
	const parts = Object.entries(objectOf(inner['properties'])).map(([part, value]) => {
		const name = `${field}${between}.${part}`
		return row([`${code(name)}${must.has(part) ? ' *' : ''}`, typeOf(objectOf(value)), '', textOf(objectOf(value)['description'])])
	})
	return [own, ...parts]
}

/** What an object is made of, or an item of a list or of a map, which `between` then says. */
function innerOf(said: Schema): { readonly inner: Schema; readonly between: string } {
	const some = branchOf(said)
	const items = objectOf(some['items'] ?? some['additionalProperties'])
	return Object.hasOwn(items, 'properties') ? { inner: items, between: '.…' } : { inner: some, between: '' }
}

/** The branch that has parts, when there are several. */
function branchOf(said: Schema): Schema {
	const branches = listOf(said['anyOf']).map(objectOf)
	return branches.find(({ type }) => type === 'object') ?? branches.find(({ type }) => type !== 'null') ?? said
}

function typeOf(said: Schema): string {
	const branches = listOf(said['anyOf']).map(objectOf)
	if (branches.length > 0 && branches.every((branch) => Object.hasOwn(branch, 'const')))
		return branches.map((branch) => code(String(branch['const']))).join(' ')
	const nullable = branches.some(({ type }) => type === 'null')
	const shown = branches.filter(({ type }) => type !== 'null')
	const types = shown.length === 0 ? plainType(said) : shown.map(plainType).join(' or ')
	return `${types}${nullable ? ' or `null`' : ''}`
}

function plainType(said: Schema): string {
	if (Array.isArray(said['enum'])) return said['enum'].map((value) => code(String(value))).join(' ')
	switch (said['type']) {
		case 'string':
			return stringType(said)
		case 'integer':
		case 'number':
			return `${said['type'] === 'integer' ? 'whole number' : 'number'}${rangeOf(said)}`
		case 'boolean':
			return 'true or false'
		case 'array':
			return `list of ${typeOf(objectOf(said['items']))}${said['maxItems'] === undefined ? '' : `, at most ${figureOf(said['maxItems'])}`}`
		case 'object':
			return objectType(said)
		default:
			return listOf(said['anyOf'])
				.map((branch) => typeOf(objectOf(branch)))
				.join(' or ')
	}
}

function stringType({ title, format, minLength, maxLength, pattern }: Schema): string {
	if (title === 'time') return 'time'
	if (typeof format === 'string') return format
	if (minLength !== undefined && minLength === maxLength) return `text of ${figureOf(maxLength)} characters`
	const most = maxLength === undefined ? '' : ` ≤ ${figureOf(maxLength)}`
	return `${typeof pattern === 'string' && pattern.startsWith(DIGITS) ? 'digits' : 'text'}${most}`
}

const DIGITS = String.raw`^\d`

function figureOf(value: unknown): string {
	return typeof value === 'number' ? String(value) : ''
}

function rangeOf({ minimum, maximum }: Schema): string {
	if (typeof minimum !== 'number' || typeof maximum !== 'number' || Math.abs(minimum) > 1e12 || maximum > 1e15) return ''
	return ` ${minimum}…${maximum}`
}

function objectType(said: Schema): string {
	const values = said['additionalProperties']
	if (typeof values !== 'object') return 'object'
	return `map: key → ${typeOf(objectOf(values))}`
}

function row(cells: readonly string[]): string {
	return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
}

function code(text: string): string {
	return `\`${text}\``
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : ''
}

function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : []
}

function objectOf(value: unknown): Schema {
	return typeof value === 'object' && value !== null ? { ...value } : {}
}
