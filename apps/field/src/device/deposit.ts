import { MOST_DEPOSITED } from '@lagebild/model/access/device.ts'
import { FaultCode, FAULTS } from '@lagebild/model/fault.ts'
import { isRefused } from '@lagebild/model/protocol.ts'
import type { Answer, Refused } from '@lagebild/model/protocol.ts'
import type { Result } from '@lagebild/model/result.ts'
import * as z from 'zod'

import { readUnsent, removeItems } from './database.ts'
import type { Identity, Unsent } from './database.ts'
import { ask } from './hub.ts'
import { devicePath, prove } from './proof.ts'

/** What the hub will never take: what it said, and why not. */
export type Rejected = { readonly said: string; readonly reason: string }

/** What came of handing over. */
export type Deposited =
	| { readonly state: 'done'; readonly taken: number; readonly refused: readonly Rejected[] }
	| { readonly state: 'unreachable' }
	/** The hub takes nothing from this device any more. */
	| { readonly state: 'closed'; readonly why: FaultCode }

/** Bytes in one request, well below the hub's limit. */
const MOST_BYTES = 900_000

function isFaultCode(value: unknown): boolean {
	return FaultCode.safeParse(value).success
}

const Answers = z.array(
	z.custom<Answer>(
		(value) => typeof value === 'object' && value !== null && ('seq' in value || ('fault' in value && isFaultCode(value.fault))),
	),
)

/** Hands everything over that this device has not sent. What was decided leaves the device; the rest stays for the next attempt. */
export async function deposit(identity: Identity): Promise<Deposited> {
	let taken = 0
	const refused: Rejected[] = []
	for (;;) {
		const batch = fitting(await readUnsent(MOST_DEPOSITED))
		if (batch.length === 0) return { state: 'done', taken, refused }
		const answers = await handOver(identity, batch)
		if (!answers?.ok)
			return answers && !FAULTS[answers.fault.fault].retry ? { state: 'closed', why: answers.fault.fault } : { state: 'unreachable' }
		const decided = batch.filter((_, index) => isDecided(answers.value[index]))
		if (decided.length === 0) return { state: 'unreachable' }
		await removeItems(decided.map(({ n }) => n))
		refused.push(...rejectedIn(batch, answers.value))
		taken += answers.value.filter((answer) => !isRefused(answer)).length
	}
}

function isRefusedForGood(answer: Answer): answer is Refused {
	return isRefused(answer) && !FAULTS[answer.fault].retry
}

function isDecided(answer: Answer | undefined): boolean {
	return answer !== undefined && (!isRefused(answer) || isRefusedForGood(answer))
}

function rejectedIn(batch: readonly Unsent[], answers: readonly Answer[]): readonly Rejected[] {
	return batch.flatMap(({ event }, index) => {
		const answer = answers[index]
		return answer && isRefusedForGood(answer) ? [{ said: wordsOf(event), reason: answer.message }] : []
	})
}

/** In the words of whoever said it, as far as there are any. */
export function wordsOf(event: unknown): string {
	const { data } = Said.safeParse(event)
	const { title, text, order } = data?.payload ?? {}
	return title ?? text ?? order ?? data?.entity ?? ''
}

const Word = z.string().optional().catch(undefined)
const Said = z.object({
	entity: Word,
	payload: z.object({ title: Word, text: Word, order: Word }).optional().catch(undefined),
})

/** @returns one answer per item, or undefined when the hub did not answer. */
async function handOver(identity: Identity, batch: readonly Unsent[]): Promise<Result<readonly Answer[]> | undefined> {
	const proof = await prove(identity)
	if (!proof?.ok) return proof
	const items = batch.map(({ event }) => event)
	const operation = batch[0]?.operation
	const where = operation === undefined || operation === identity.device.operation ? {} : { operation }
	return ask(devicePath(identity.device.id, 'deposit'), Answers, { body: { ...proof.value, ...where, items } })
}

/** The first ones of one operation, as many as go into one request, and always one. */
export function fitting(unsent: readonly Unsent[]): readonly Unsent[] {
	let bytes = 0
	const end = unsent.findIndex(({ event, operation }, index) => {
		if (operation !== unsent[0]?.operation) return true
		bytes += new TextEncoder().encode(JSON.stringify(event)).length + 1
		return bytes > MOST_BYTES && index > 0
	})
	return end === -1 ? unsent : unsent.slice(0, end)
}
