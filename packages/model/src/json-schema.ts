import * as z from 'zod'

import { Submission } from './event.ts'
import { KIND_ABOUT } from './kinds/about.ts'
import { KINDS } from './kinds/names.ts'
import type { EntityKind } from './kinds/names.ts'
import { KIND_TABLE } from './kinds/table.ts'
import { Measurements } from './measurement.ts'
import { NewOperation } from './operation.ts'
import { payloadSchemas } from './payload.ts'

/** A published schema: annotations are for people, the rest is for their programs. */
export type Published = { readonly title: string; readonly description: string; readonly [keyword: string]: unknown }

const EVENT = {
	id: '0199f0a2-6c1e-7c3b-9d52-0f6b1c2d3e4f',
	op: 'upsert',
	times: { observed: '2026-11-21T20:41:00+01:00' },
}

/**
 * JSON Schema (2020-12) of everything an integrator may send, by name. Rules that JSON Schema cannot say are in the field's description.
 * `payload-KIND` is the present version of a kind, `payload-KIND-N` an older one that is taken for ever, `event-KIND` a whole event.
 */
export function jsonSchemas(): ReadonlyMap<string, Published> {
	const whole: [string, Published][] = [
		[
			'event',
			published('event', Submission, {
				title: 'Event',
				description: 'One statement about one entity, of any kind.',
				examples: [exampleOf('incident')],
				shared: true,
			}),
		],
		['measurements', published('measurements', Measurements, MEASUREMENTS)],
		['operation', published('operation', NewOperation, OPERATION)],
	]
	return new Map([...whole, ...KINDS.flatMap((kind) => [eventOf(kind), ...payloadsOf(kind)])])
}

const MEASUREMENTS = {
	title: 'Measurements',
	description: 'Positions, observations and computed curves as columns of equal length.',
	examples: [{ observations: { entity: ['sensor:lagezentrum:pegel-1'], observed: ['2026-11-21T21:04:00+01:00'], value: [891] } }],
}
const OPERATION = {
	title: 'New operation',
	description: 'What an operation is opened with.',
	examples: [{ id: 'sturmflut-2026', name: 'Sturmflut Elbe', status: 'actual' }],
}

type Annotations = {
	readonly title: string
	readonly description: string
	readonly examples?: readonly unknown[]
	/** With definitions of what occurs several times, as an event repeats its envelope for each operation. */
	readonly shared?: true
}

function published(name: string, type: z.ZodType, { title, description, examples, shared }: Annotations): Published {
	const {
		$schema,
		description: own,
		...rest
	} = z.toJSONSchema(type, { io: 'input', unrepresentable: 'any', reused: shared ? 'ref' : 'inline', override: typed })
	return { $schema, $id: `urn:lagebild:schema:${name}`, title, description: own ?? description, ...(examples && { examples }), ...rest }
}

type Written = { readonly jsonSchema: z.core.JSONSchema.BaseSchema }

/** A narrowed text refers to the one that it narrows, and strict readers want the type beside every keyword that needs it. */
function typed({ jsonSchema }: Written): void {
	if (jsonSchema.type === undefined && (jsonSchema.maxLength ?? jsonSchema.minLength ?? jsonSchema.pattern) !== undefined)
		jsonSchema.type = 'string'
}

function eventOf(kind: EntityKind): [string, Published] {
	const { version } = KIND_TABLE[kind]
	const { german, text } = KIND_ABOUT[kind]
	const about = { title: `Event: ${kind} (${german})`, description: text, examples: [exampleOf(kind)], shared: true } as const
	const stated = version === 1 ? z.literal(version).optional() : z.literal(version)
	const bodies = Submission.options.map((option) => {
		const { op } = option.shape
		const narrowed = option.extend({ kind: z.literal(kind) })
		if (op.value !== 'upsert' && op.value !== 'patch') return narrowed
		const schema = payloadSchemas(kind, version)?.[op.value] ?? z.never()
		return narrowed.extend({ version: stated, payload: op.value === 'upsert' ? schema : schema.optional() })
	})
	return [`event-${kind}`, published(`event-${kind}`, z.union(bodies), about)]
}

function exampleOf(kind: EntityKind): object {
	const { version } = KIND_TABLE[kind]
	const stated = version > 1 ? { version } : {}
	return { ...EVENT, kind, ...stated, entity: `${kind}:lagezentrum:beispiel-1`, payload: KIND_ABOUT[kind].example }
}

function payloadsOf(kind: EntityKind): readonly [string, Published][] {
	const { version, upgrades = [], policies } = KIND_TABLE[kind]
	const { german, text, example } = KIND_ABOUT[kind]
	const present = `Version ${version} of the payload.`
	const about = { title: `Payload: ${kind} (${german})`, description: `${text} ${present}`, examples: [example] }
	const schema = published(`payload-${kind}:${version}`, KIND_TABLE[kind].payload, about)
	const older = upgrades.map(({ payload }, index): [string, Published] => {
		const name = `payload-${kind}-${index + 1}`
		const description = `${text} Version ${index + 1} of the payload, taken for ever and read as version ${version}.`
		return [
			name,
			published(`payload-${kind}:${index + 1}`, payload, { title: `Payload: ${kind} (${german}), version ${index + 1}`, description }),
		]
	})
	return [[`payload-${kind}`, withPolicies(schema, policies)], ...older]
}

/** `x-policy` is how the picture decides when sources differ; an annotation, as JSON Schema has no word for it. */
function withPolicies(schema: Published, policies: Readonly<Record<string, string>>): Published {
	const properties = Object.entries(z.record(z.string(), z.looseObject({})).parse(schema['properties']))
	return { ...schema, properties: Object.fromEntries(properties.map(([field, said]) => [field, { ...said, 'x-policy': policies[field] }])) }
}
