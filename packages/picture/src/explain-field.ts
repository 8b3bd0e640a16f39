import type { Saying } from '@lagebild/model/explanation.ts'
import type { Policy } from '@lagebild/model/kinds/kind.ts'
import { policyOf } from '@lagebild/model/kinds/policy.ts'

import { compareRanks, compareStamps, isHuman } from './stamp.ts'
import type { Said } from './stamp.ts'
import { slotOf, slotsOf } from './state.ts'
import type { Entity, Register, Slot } from './state.ts'
import { statedFields } from './statement.ts'
import { refTo, saidIn, sayingOf, withdrawnFate } from './utterance.ts'
import type { Account, Fate, Told } from './utterance.ts'
import { decide, decideKeyed, isTakenBy, registerPolicy, registersOf, registersOfKey } from './value.ts'
import type { Decision } from './value.ts'
import { CONFIDENCE, GEOMETRY, heldIn, keysIn, registersIn, VALIDITY } from './words.ts'

/** What an aspect of a row shows, and everything that was said about it. */
export type Answer = {
	readonly rule: string
	readonly policy?: Policy
	readonly value?: unknown
	readonly sayings: readonly Saying[]
	/** Beyond these, not even told. */
	readonly untold?: number
}

const RULES: Readonly<Record<Policy, string>> = { newest: 'P20', rank: 'P21', 'per-source': 'P22', declared: 'P23', keyed: 'P24' }

/** Names of registers that rows show under another name. */
const REGISTERS: ReadonlyMap<string, string> = new Map([
	['validity', VALIDITY],
	['confidence', CONFIDENCE],
])

type SimplePolicy = Exclude<Policy, 'keyed'>

/** P57: a field of the payload or the envelope. */
export function explainField(entity: Entity, field: string, account: Account): Answer {
	const { policy, key } = aspectOf(entity, field)
	if (policy === 'keyed' && key === undefined) return explainKeyed(entity, field, account)
	const name = REGISTERS.get(field) ?? field
	const simple = policy === 'keyed' ? 'newest' : policy
	const whole = key === undefined ? undefined : field.slice(0, field.indexOf('.'))
	const decision = decide(simple, registersUnder(entity, name, whole))
	const utterances = utterancesOf(entity, account, (said) => said === name || said === whole)
	const sayings = utterances.map((utterance) => {
		const fate = fateOf(entity, account, { utterance, decision, policy: simple })
		return sayingOf(account, { ...utterance, fate, place: name === GEOMETRY, ...(utterance.name === name && key !== undefined && { key }) })
	})
	return { ...ruleFor(entity, field, { policy, decision, sayings }), ...valueIn(decision), sayings }
}

function registersUnder(entity: Entity, name: string, whole: string | undefined): readonly Register[] {
	return whole === undefined ? registersOf(entity, name) : [...registersOfKey(entity, whole, name), ...registersOf(entity, whole)]
}

function valueIn({ winner }: Decision): Pick<Answer, 'value'> {
	return winner ? { value: winner.value } : {}
}

type Aspect = { readonly policy: Policy; readonly key?: string }

/** P24: `field.key` is one key of a keyed field. */
function aspectOf({ kind }: Entity, field: string): Aspect {
	const dot = field.indexOf('.')
	if (dot > 0) return { policy: 'keyed', key: field.slice(dot + 1) }
	if (REGISTERS.has(field)) return { policy: registerPolicy(kind, REGISTERS.get(field) ?? field) }
	return { policy: policyOf(kind, field) }
}

type Decided = { readonly policy: Policy; readonly decision: Decision; readonly sayings: readonly Saying[] }

/** P7 where everything that was said is void or withdrawn; P27 for what was carried out though it was withdrawn. */
function ruleFor({ row }: Entity, field: string, { policy, decision, sayings }: Decided): Pick<Answer, 'rule' | 'policy'> {
	const { winner, conflicts = [] } = decision
	if (!winner && conflicts.length === 0 && sayings.length > 0) return { rule: 'P7', policy }
	const carriedOut = row?.kind === 'task' && field === 'execution' && row.conflicts?.some((conflict) => conflict.field === field)
	return { rule: carriedOut ? 'P27' : RULES[policy], policy }
}

type Utterance = { readonly name: string; readonly value: unknown; readonly said: Said }

/** Every value of these registers that the journal tells, and what the registers hold although the journal tells it no more. */
function utterancesOf(entity: Entity, { own }: Account, wanted: (name: string) => boolean): readonly Utterance[] {
	const told = own.flatMap(statedIn).filter(({ name }) => wanted(name))
	const known = new Set(told.map(({ name, said }) => `${name} ${said.seq}`))
	return [...told, ...holdingsOf(entity).filter(({ name, said }) => wanted(name) && !said.withdrawn && !known.has(`${name} ${said.seq}`))]
}

function statedIn(told: Told): readonly Utterance[] {
	const { event } = told
	if (event.op !== 'upsert' && event.op !== 'patch') return []
	const said = saidIn(told)
	return statedFields(event).map(([name, value]) => ({ name, value, said }))
}

function holdingsOf(entity: Entity): readonly Utterance[] {
	return slotsOf(entity).flatMap((slot) => [...registersIn(slot)].map(([name, { value, said }]) => ({ name, value, said })))
}

type Weighed = { readonly utterance: Utterance; readonly decision: Decision; readonly policy: SimplePolicy }

/** P58, P59: first what became of the statement within its own slot, then what the other sources make of it. */
function fateOf(entity: Entity, account: Account, { utterance: { name, said }, decision, policy }: Weighed): Fate {
	const slot = slotOf(entity, said.by.source)
	if (!slot) return { standing: 'overtaken' }
	if (slot.withdrawn?.has(said.id)) return withdrawnFate(account, said)
	const held = heldIn(slot, name)
	const whole = wholeOf(slot, name)
	if (whole && isTakenBy(said, whole)) return { standing: 'overtaken', overtakenBy: refTo(whole.said) }
	if (held && isSame(held.said, said)) return weigh(held, decision, policy)
	return lost(said, slot, held)
}

function lost(said: Said, { reset }: Slot, held: Register | undefined): Fate {
	if (reset && compareStamps(said, reset) < 0) return { standing: 'void', overtakenBy: refTo(reset) }
	return { standing: 'overtaken', ...(held && { overtakenBy: refTo(held.said) }) }
}

/** What the source says of the whole field, where the name is one of its keys. */
function wholeOf(slot: Slot, name: string): Register | undefined {
	const dot = name.indexOf('.')
	return dot > 0 ? heldIn(slot, name.slice(0, dot)) : undefined
}

function isSame(held: Said, said: Said): boolean {
	return held.seq === said.seq && !held.withdrawn
}

/** P58: a value that holds in its own slot, against what the policy made of all of them. */
function weigh(held: Register, { winner, conflicts = [] }: Decision, policy: SimplePolicy): Fate {
	if (held.said === winner?.said) return { standing: 'shown' }
	const against = winner && { overtakenBy: refTo(winner.said) }
	if (conflicts.some(({ said }) => said === held.said)) return { standing: 'conflict', ...against }
	return winner ? besides(held, winner, policy) : { standing: 'beside' }
}

function besides({ said }: Register, winner: Register, policy: SimplePolicy): Fate {
	if (policy === 'per-source' || (policy === 'declared' && !isHuman(said.by.rank))) return { standing: 'beside' }
	const weighsLess = policy === 'rank' && compareRanks(said.by.rank, winner.said.by.rank) < 0
	return { standing: weighsLess ? 'outranked' : 'older', overtakenBy: refTo(winner.said) }
}

/** P24: every key by itself. What was said of the whole field is shown when no key is left. */
function explainKeyed(entity: Entity, field: string, account: Account): Answer {
	const prefix = `${field}.`
	const decided = decideKeyed(entity, field)
	const utterances = utterancesOf(entity, account, (name) => name === field || name.startsWith(prefix))
	const whole = registersOf(entity, field)
	const empty = decided !== undefined && Object.keys(decided.value).length === 0
	const sayings = utterances.map((utterance) => {
		const { name } = utterance
		const registers = name === field ? wholeIf(empty, entity, { whole, field }) : [...registersOfKey(entity, field, name), ...whole]
		const fate = fateOf(entity, account, { utterance, decision: decide('newest', registers), policy: 'newest' })
		return sayingOf(account, { ...utterance, fate, ...(name !== field && { key: name.slice(prefix.length) }) })
	})
	const rule = !decided && sayings.length > 0 ? 'P7' : RULES.keyed
	return { rule, policy: 'keyed', ...(decided && { value: decided.value }), sayings }
}

type Whole = { readonly whole: readonly Register[]; readonly field: string }

/** What a statement about the whole field has to be later than, to be what is shown. */
function wholeIf(empty: boolean, entity: Entity, { whole, field }: Whole): readonly Register[] {
	if (empty) return whole
	const keys = slotsOf(entity).flatMap((slot) => [...keysIn(slot, field).values()])
	return [...whole, ...keys.filter(({ said }) => !said.withdrawn)]
}

/** Fields of the envelope that are explained like those of the payload. */
export const ENVELOPE: readonly string[] = [GEOMETRY, ...REGISTERS.keys()]
