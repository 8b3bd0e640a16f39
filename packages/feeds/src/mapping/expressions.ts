import type { FieldSource, Mapping, PlaceSource } from './definition.ts'

/** Where an expression stands in the mapping → its text. */
export type Expressions = ReadonlyMap<string, string>

type Entry = readonly [path: string, text: string]

/** Every expression that is evaluated for each item, by its place in the mapping. `items` is not: it is about the document. */
export function expressionsOf(mapping: Mapping): Expressions {
	const { where, id, same, version, url, course, end, status, times = {}, fields, values, speed } = mapping
	return new Map<string, string>([
		...stated({ where, id, same, version, url, course }),
		...stated({ 'end.ended': end?.ended, 'end.cancelled': end?.cancelled, 'status.from': status?.from }),
		...Object.entries(times).flatMap(([name, text]): Entry[] => (text === undefined ? [] : [[`times.${name}`, text]])),
		...placesOf(mapping).flatMap((place, i) => placeEntries(`place.${i}`, place)),
		...(speed === undefined ? [] : fieldEntry('speed', speed)),
		...Object.entries(fields).flatMap(([name, source]) => fieldEntry(`fields.${name}`, source)),
		...values.flatMap(({ from, observed, quality, name }, i): Entry[] => [
			...stated({ [`values.${i}.from`]: from, [`values.${i}.observed`]: observed, [`values.${i}.quality`]: quality }),
			...(name === undefined ? [] : fieldEntry(`values.${i}.name`, name)),
		]),
	])
}

export function placesOf({ place }: Mapping): readonly PlaceSource[] {
	return place === undefined ? [] : Array.isArray(place) ? place : [place]
}

function stated(texts: Readonly<Record<string, string | undefined>>): Entry[] {
	return Object.entries(texts).flatMap(([path, text]): Entry[] => (text === undefined ? [] : [[path, text]]))
}

function fieldEntry(path: string, source: FieldSource): Entry[] {
	if (typeof source === 'string') return [[path, source]]
	return 'from' in source ? [[path, source.from]] : []
}

function placeEntries(path: string, place: PlaceSource): Entry[] {
	const accuracy = stated({ [`${path}.accuracyMetres`]: place.accuracyMetres })
	if ('utm' in place) return [[`${path}.easting`, place.utm.easting], [`${path}.northing`, place.utm.northing], ...accuracy]
	if ('lat' in place) return [[`${path}.lat`, place.lat], [`${path}.lng`, place.lng], ...accuracy]
	const single = 'lngLat' in place ? place.lngLat : 'latLng' in place ? place.latLng : 'geojson' in place ? place.geojson : place.text
	return [[path, single], ...accuracy]
}
