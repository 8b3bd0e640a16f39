import { isObject, listOf } from '../api/outline.ts'
import type { JsonObject } from '../api/outline.ts'

/** Names that sources use for what every mapping needs; the first that is there is taken. */
const NAMES = {
	id: /^(?:id|uuid|guid|_id|key|code|nummer|number|station|device_?id|dev_?eui|name)$/i,
	name: /^(?:name|label|title|titel|bezeichnung|description|longname)$/i,
	lat: /^(?:lat|latitude|breite|y)$/i,
	lng: /^(?:lon|lng|long|longitude|laenge|länge|x)$/i,
	time: /^(?:time|timestamp|date|datetime|measured|measured_?at|observed|observed_?at|updated|updated_?at|zeit|zeitpunkt|at|ts|t)$/i,
} as const

type Found = { readonly path: string; readonly value: unknown }

/** A mapping to begin with, guessed from the names in a sample; undefined when it lists no objects. Whoever goes on corrects it. */
export function starterOf(sample: string): string | undefined {
	const list = listIn(parsed(sample))
	if (!list) return undefined
	const fields = flat(list.first, '')
	const definition = {
		...(list.path !== '' && { items: list.path }),
		kind: 'sensor',
		id: named('id', fields) ?? fields[0]?.path ?? 'id',
		mode: list.many ? 'full' : 'delta',
		...placeAndTime(fields),
		...valuesOf(fields),
	}
	return `${JSON.stringify(definition, null, '\t')}\n`
}

function named(what: keyof typeof NAMES, fields: readonly Found[]): string | undefined {
	return fields.find(({ path }) => NAMES[what].test(lastStep(path)))?.path
}

function lastStep(path: string): string {
	return path.split('.').at(-1) ?? path
}

function placeAndTime(fields: readonly Found[]) {
	const [lat, lng, observed, name] = [named('lat', fields), named('lng', fields), named('time', fields), named('name', fields)]
	return {
		...(lat !== undefined && lng !== undefined && { place: { lat, lng } }),
		...(observed !== undefined && { times: { observed } }),
		...(name !== undefined && { fields: { name } }),
	}
}

/** Every other number, in a unit that somebody has to say. */
function valuesOf(fields: readonly Found[]) {
	const used = new Set((['id', 'lat', 'lng', 'time'] as const).map((what) => named(what, fields)))
	const numbers = fields.filter(({ path, value }) => typeof value === 'number' && !used.has(path))
	const values = numbers
		.slice(0, MOST_VALUES)
		.map(({ path }) => ({ property: lastStep(path).replaceAll(/[\s/`]/g, ''), from: path, unit: '1' }))
	return { values }
}

const MOST_VALUES = 4

function parsed(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		return undefined
	}
}

type List = { readonly path: string; readonly first: JsonObject; readonly many: boolean }

/** The document when it is a list of objects, the first such list within it, or the one object that it is. */
function listIn(value: unknown): List | undefined {
	const first = listOf(value).find(isObject)
	if (first) return { path: '', first, many: true }
	if (!isObject(value)) return undefined
	for (const [path, inner] of lists(value, '')) {
		const entry = inner.find(isObject)
		if (entry) return { path, first: entry, many: true }
	}
	return { path: '', first: value, many: false }
}

const PLAIN = /^[A-Za-z_]\w*$/
const MOST_DEPTH = 4

function* lists(value: JsonObject, above: string): Generator<readonly [string, readonly unknown[]]> {
	for (const [key, inner] of Object.entries(value)) {
		if (!PLAIN.test(key)) continue
		const path = above === '' ? key : `${above}.${key}`
		if (Array.isArray(inner)) yield [path, inner]
		else if (isObject(inner) && path.split('.').length < MOST_DEPTH) yield* lists(inner, path)
	}
}

function flat(value: JsonObject, above: string): readonly Found[] {
	return Object.entries(value).flatMap(([key, inner]): readonly Found[] => {
		const step = PLAIN.test(key) ? key : `\`${key}\``
		const path = above === '' ? step : `${above}.${step}`
		return isObject(inner) && path.split('.').length < MOST_DEPTH ? flat(inner, path) : [{ path, value: inner }]
	})
}
