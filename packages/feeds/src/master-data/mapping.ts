import type { MappedFrom, MasterDataMapping } from '@lagebild/model/master-data.ts'

import type { ListDefinition, ListField } from './list.ts'
import { headerWord } from './words.ts'

/** A shorter name says too little to be looked for at the beginning of another. */
const MIN_PREFIX = 5

/** Which column says what, by the usual names: exactly so first, then as the beginning of a longer name. Each column once. */
export function guessMapping(definition: ListDefinition, columns: readonly string[]): MasterDataMapping {
	const words = columns.map((name) => ({ name, word: headerWord(name) }))
	const taken = new Set<string>()
	const found = new Map<string, string>()
	const claim = (fields: readonly ListField[], fits: (word: string, name: string) => boolean): void => {
		for (const { field, names } of fields.filter((one) => !found.has(one.field))) {
			const column = firstOf(names.map(headerWord), (name) => words.find(({ name: own, word }) => !taken.has(own) && fits(word, name)))
			if (!column) continue
			taken.add(column.name)
			found.set(field, column.name)
		}
	}
	claim(definition.fields, (word, name) => word === name)
	claim(definition.fields, (word, name) => name.length >= MIN_PREFIX && word.startsWith(name))
	if (found.has('lat') !== found.has('lng')) for (const half of ['lat', 'lng']) found.delete(half)
	return { list: definition.list, columns: Object.fromEntries(found) }
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
	for (const item of items) {
		const result = find(item)
		if (result !== undefined) return result
	}
	return undefined
}

/** Columns by which two rows are told apart: as the mapping says, else those of the first key field that a column gives. */
export function keyColumns(definition: ListDefinition, mapping: MasterDataMapping): readonly string[] {
	if (mapping.key) return mapping.key
	const column = firstOf(definition.keys, (field) => columnOf(mapping.columns[field]))
	return column === undefined ? [] : [column]
}

export function columnOf(from: MappedFrom | undefined): string | undefined {
	return typeof from === 'string' ? from : undefined
}

export type MappingFault = { readonly path: string; readonly message: string }

/** What in a mapping does not fit this list or this file. */
export function mappingFault(definition: ListDefinition, mapping: MasterDataMapping, columns: readonly string[]): MappingFault | undefined {
	const fields = new Set(definition.fields.map(({ field }) => field))
	const present = new Set(columns)
	for (const [field, from] of Object.entries(mapping.columns)) {
		if (!fields.has(field)) return { path: `mapping.columns.${field}`, message: `this list has no field "${field}"` }
		const column = columnOf(from)
		if (column !== undefined && !present.has(column)) {
			return { path: `mapping.columns.${field}`, message: `the file has no column "${column}"; it has ${columns.join(', ')}` }
		}
	}
	const missing = mapping.key?.find((column) => !present.has(column))
	return missing === undefined ? undefined : { path: 'mapping.key', message: `the file has no column "${missing}"` }
}

/** Required fields that neither a column nor a constant gives. */
export function unmappedFields(definition: ListDefinition, mapping: MasterDataMapping): readonly string[] {
	return definition.fields.filter(({ field, required }) => required && mapping.columns[field] === undefined).map(({ field }) => field)
}
