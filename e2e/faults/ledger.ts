import type { Acknowledged } from '@lagebild/testing/faults/oracle.ts'

import type { Sender } from './deliver.ts'

/** What the harness knows by itself of one round: it is kept here before anything is sent, and no hub can talk it away. */
export class Ledger {
	/** What each event says, by id. */
	readonly sent = new Map<string, string>()
	readonly acknowledged: Acknowledged[] = []
	/** Refused for good although nothing was wrong with it, or never answered. */
	readonly broken: string[] = []
	/** Of each unit the times of the positions that were acknowledged last and sent last, epoch ms. */
	readonly measured = new Map<string, { acknowledged: number; sent: number }>()
	/** Every event with who said it. */
	readonly events = new Map<string, { readonly event: Statement; readonly tablet: boolean; readonly sender: Sender }>()
	/** Acknowledged by a journal that is no more; whoever said it brings it back by itself. */
	readonly owed = new Set<string>()
	/** What an event speaks of may have been lost with a machine, and comes back. */
	patient = false
	#lastAt = performance.now()
	#longest = 0

	take(answer: Acknowledged): void {
		const now = performance.now()
		this.#longest = Math.max(this.#longest, now - this.#lastAt)
		this.#lastAt = now
		this.acknowledged.push(answer)
	}

	/** The longest time in which nobody heard an acknowledgement, ms. */
	get silence(): number {
		return this.#longest
	}
}

type Said = { readonly id: string; readonly op: string; readonly payload?: Readonly<Record<string, unknown>> }

/** What makes an event recognisable in a journal. */
export function saidBy({ op, payload }: Omit<Said, 'id'>): string {
	return JSON.stringify([op, payload?.['title'], payload?.['callsign']])
}

/** An event as the harness makes it. */
export type Statement = Said & { readonly kind: string; readonly entity: string } & Readonly<Record<string, unknown>>
