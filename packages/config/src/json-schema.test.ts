import { expect, test } from 'vitest'

import { configJsonSchema } from './json-schema.ts'

type Described = { readonly path: string; readonly description: unknown }

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Every setting below, by its path. */
function settingsIn(schema: unknown, path = ''): readonly Described[] {
	if (!isRecord(schema)) return []
	const named = isRecord(schema['properties']) ? Object.entries(schema['properties']) : []
	return [
		...named.flatMap(([name, inner]) => [
			{ path: `${path}${name}`, description: isRecord(inner) ? inner['description'] : undefined },
			...settingsIn(inner, `${path}${name}.`),
		]),
		...settingsIn(schema['items'], path),
		...settingsIn(schema['additionalProperties'], path),
	]
}

test('every setting of the published schema says what it is', () => {
	const settings = settingsIn(configJsonSchema())
	expect(settings.map(({ path }) => path)).toEqual(
		expect.arrayContaining(['port', 'feeds.everySeconds', 'lan.port', 'retention.measurementHours']),
	)
	expect(settings.filter(({ description }) => typeof description !== 'string').map(({ path }) => path)).toEqual([])
})
