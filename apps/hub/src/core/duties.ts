import { hasDutyIn } from '@lagebild/model/access/roles.ts'
import type { Duty } from '@lagebild/model/access/roles.ts'
import { HUB_SOURCE } from '@lagebild/model/access/sources.ts'
import type { StatementEvent, Submission } from '@lagebild/model/event.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import { partsOf } from '@lagebild/model/ids.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'

import { takenBackFault } from './ending.ts'
import type { Hub } from './hub.ts'

type Who = { readonly grant: Grant }

/** What a statement says that needs more than the leave to speak of its kind. */
export function contentFault(hub: Hub, submission: Submission, { grant }: Who): Fault | undefined {
	return sameFault(submission, grant) ?? kindFault(hub, submission, grant)
}

/** Two things become one for everybody: a device says so of its own unit alone. */
function sameFault({ entity, links = [] }: Submission, { unit }: Grant): Fault | undefined {
	const at = unit === undefined || entity === unit ? -1 : links.findIndex(({ rel }) => rel === 'duplicates')
	return at === -1 ? undefined : fault('not-allowed', 'a device says of its own unit alone that it is the same', `links.${at}.rel`)
}

function kindFault(hub: Hub, submission: Submission, grant: Grant): Fault | undefined {
	switch (submission.kind) {
		case 'sensor':
			return stageFault(hub, submission, grant)
		case 'task':
			return taskFault(hub, submission, grant)
		case 'message':
			return messageFault(hub, submission, grant)
		case 'unit':
			return unitFault(submission.entity, grant)
		case 'alarm':
			return acknowledgedFault(hub, submission, grant)
		default:
			return undefined
	}
}

/** A device enrolled for a unit speaks, of all units, for that one. */
export function unitFault(entity: EntityId, { unit }: Grant): Fault | undefined {
	if (unit === undefined || entity === unit || partsOf(entity).kind !== 'unit') return undefined
	return fault('not-allowed', 'this device speaks for its own unit', 'entity')
}

function lacks(hub: Hub, { role, credential }: Grant, duty: Duty): boolean {
	return !hasDutyIn({ role, credential }, duty, hub.operation)
}

function payloadOf(submission: Submission): Readonly<Record<string, unknown>> {
	return ('payload' in submission ? submission.payload : undefined) ?? {}
}

/** What a system says of a stage is a proposal, and anybody's who speaks of sensors; declaring it is not. */
function stageFault(hub: Hub, submission: Submission, grant: Grant): Fault | undefined {
	if (grant.rank !== 'person' || payloadOf(submission)['stage'] === undefined || !lacks(hub, grant, 'stage.declare')) return undefined
	return fault('not-allowed', 'a stage is declared by those who lead', 'payload.stage')
}

/** Of somebody else's order the unit states how it goes, and nothing else; what it asks for itself is a request of its own. */
function taskFault(hub: Hub, submission: Submission, grant: Grant): Fault | undefined {
	if (!lacks(hub, grant, 'orders')) return undefined
	const payload = payloadOf(submission)
	if (payload['command'] !== undefined) return fault('not-allowed', 'orders are issued and withdrawn by the staff', 'payload.command')
	if (partsOf(submission.entity).source === grant.source) return requestFault(submission, payload)
	if (submission.op !== 'patch' && submission.op !== 'retract') return fault('not-allowed', 'an order is kept by the staff', 'op')
	const other = Object.keys(payload).find((field) => field !== 'execution')
	if (other !== undefined) return fault('not-allowed', 'of an order the unit states its execution', `payload.${other}`)
	if (submission.op === 'patch' && submission.geometry !== undefined)
		return fault('not-allowed', 'the place of an order is the staff’s', 'geometry')
	return submission.links === undefined ? undefined : fault('not-allowed', 'who carries an order out is the staff’s to say', 'links')
}

function requestFault({ op }: Submission, payload: Readonly<Record<string, unknown>>): Fault | undefined {
	const said = payload['type']
	const request = op === 'upsert' ? said === 'request' : said === undefined || said === 'request'
	return request ? undefined : fault('not-allowed', 'this credential asks for forces (type "request") and gives no orders', 'payload.type')
}

function messageFault(hub: Hub, submission: Submission, grant: Grant): Fault | undefined {
	const type = payloadOf(submission)['type']
	if (type === 'order' && lacks(hub, grant, 'orders')) return fault('not-allowed', 'orders are given by the staff', 'payload.type')
	return type === 'diary' ? diaryFault(hub, grant) : undefined
}

/** Where somebody keeps the diary nobody else writes in it. */
function diaryFault(hub: Hub, grant: Grant): Fault | undefined {
	const keepers = hub.operation.functions.filter((held) => held.function === 'diary-keeper')
	if (keepers.some(({ credential }) => credential === grant.credential)) return undefined
	if (keepers.length > 0) return fault('not-allowed', `the diary is kept by ${keepers.map(({ name }) => name).join(', ')}`, 'payload.type')
	return lacks(hub, grant, 'diary') ? fault('not-allowed', `the role ${grant.role} does not write the diary`, 'payload.type') : undefined
}

/** Taking somebody else's order back is withdrawing it, and taking a declared stage back is declaring. */
export function takesBackFault(hub: Hub, target: StatementEvent, { grant }: Who): Fault | undefined {
	const payload = ('payload' in target ? target.payload : undefined) ?? {}
	if (target.kind === 'sensor' && payload['stage'] !== undefined && grant.rank === 'person' && lacks(hub, grant, 'stage.declare'))
		return fault('not-allowed', 'a stage is declared by those who lead', 'retracts')
	if (target.kind === 'task' && target.author.source !== grant.source && lacks(hub, grant, 'orders'))
		return fault('not-allowed', 'orders are issued and withdrawn by the staff', 'retracts')
	return takenBackFault(hub, target, grant)
}

/** A35: whoever has taken notice says so, under a function held or the own source, and a person by the own name. */
function acknowledgedFault(hub: Hub, submission: Submission, grant: Grant): Fault | undefined {
	const said = payloadOf(submission)['acknowledged']
	if (said === undefined || grant.source === HUB_SOURCE) return undefined
	if (typeof said !== 'object' || said === null) return fault('not-allowed', 'nobody acknowledges for others', 'payload.acknowledged')
	const held = hub.operation.functions.filter(({ credential }) => credential === grant.credential)
	const own = new Set([grant.source, ...held.map((one): string => one.function)])
	const foreign = Object.entries(said).find(
		([key, name]) => !own.has(key) || (grant.rank === 'person' && name !== null && name !== grant.name),
	)
	return foreign && fault('not-allowed', 'nobody acknowledges for others', `payload.acknowledged.${foreign[0]}`)
}
