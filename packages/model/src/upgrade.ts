import type { Entry } from './entry.ts'
import { EVENT_SCHEMA, isStatement, Submission, SystemEvent } from './event.ts'
import type { StatementEvent, StoredEvent } from './event.ts'
import type { Fieldset, Upgrade } from './kinds/kind.ts'
import type { EntityKind } from './kinds/names.ts'
import { KIND_TABLE } from './kinds/table.ts'

type Content = Extract<StatementEvent, { op: 'upsert' | 'patch' }>
type Retraction = Extract<StatementEvent, { op: 'retract' }>

/** Version in which a statement is made: saying nothing means the first, for ever. */
export function versionOf({ version = 1 }: Pick<StatementEvent, 'version'>): number {
	return version
}

/**
 * A stored statement as the present version of its kind says it (picture SPEC, P70); the same object when it is said so already. What
 * stands in the journal stays as it was said.
 */
export function current(event: StatementEvent): StatementEvent {
	if (KIND_TABLE[event.kind].version === 1) return event
	switch (event.op) {
		case 'upsert':
		case 'patch':
			return lifted(event)
		case 'retract':
			return renamed(event)
		default:
			return event
	}
}

function lifted(event: Content): Content {
	const { version } = KIND_TABLE[event.kind]
	if (versionOf(event) >= version) return event
	const payload = currentPayload(event)
	return event.op === 'upsert' ? { ...event, version, payload: payload ?? {} } : { ...event, version, ...(payload && { payload }) }
}

/** What a statement says, in the fields of the present version of its kind. */
export function currentPayload({ kind, version, payload }: Content): Fieldset | undefined {
	if (!payload || KIND_TABLE[kind].version === 1) return payload
	return upgradesFrom(kind, version ?? 1).reduce<Fieldset>((fields, { lift }) => lift(fields), payload)
}

function renamed(event: Retraction): Retraction {
	const { withdraws } = event
	if (!withdraws) return event
	const steps = upgradesFrom(event.kind, versionOf(withdraws))
	if (steps.length === 0) return event
	const fields = withdraws.fields.map((name) => steps.reduce((register, step) => step.register(register), name))
	return { ...event, withdraws: { ...withdraws, version: KIND_TABLE[event.kind].version, fields } }
}

function upgradesFrom(kind: EntityKind, version: number): readonly Upgrade[] {
	return KIND_TABLE[kind].upgrades?.slice(version - 1) ?? []
}

/** Why this build cannot fold an entry, in words for an operator; undefined when it can. A newer build wrote such an entry (architecture §5.8). */
export function newerEntry({ body }: Entry): string | undefined {
	if (body.type === 'batch') return newerSchema(body.batch.schema)
	return body.type === 'event' ? newerThanKnown(body.event) : undefined
}

/** Like `newerEntry`, of one event. */
export function newerThanKnown(event: StoredEvent): string | undefined {
	const schema = newerSchema(event.schema)
	if (schema !== undefined) return schema
	if (!isStatement(event)) return SYSTEM_OPS.has(event.op) ? undefined : `system entry "${event.op}"`
	if (!Object.hasOwn(KIND_TABLE, event.kind)) return `kind "${event.kind}"`
	if (!STATEMENT_OPS.has(event.op)) return `op "${event.op}" of ${event.kind}`
	const version = Math.max(versionOf(event), event.op === 'retract' && event.withdraws ? versionOf(event.withdraws) : 1)
	const known = KIND_TABLE[event.kind].version
	return version > known ? `${event.kind} version ${version}, this hub knows ${known}` : undefined
}

const SYSTEM_OPS: ReadonlySet<string> = new Set(SystemEvent.shape.op.options)
const STATEMENT_OPS: ReadonlySet<string> = new Set(Submission.options.map(({ shape }) => shape.op.value))

function newerSchema(schema: number): string | undefined {
	return schema > EVENT_SCHEMA ? `envelope version ${schema}, this hub knows ${EVENT_SCHEMA}` : undefined
}
