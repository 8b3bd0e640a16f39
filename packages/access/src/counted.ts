import type { AccessDetail } from '@lagebild/model/access/event.ts'

import { networkOf } from './network.ts'
import type { By } from './port.ts'

const MINUTE_MS = 60_000
/** Of one credential or network and minute; what is beyond is counted without saying what it was about. */
const MOST_APART = 50
/** Altogether; beyond it nothing is told apart any more but its sort. */
const MOST = 2_000

type Countable = Extract<AccessDetail, { readonly count: number }>
type Slot = { readonly detail: Countable; readonly by: By; readonly apart: boolean; due: number; count: number }

/**
 * What may happen thousands of times a minute: the first is an entry at the next poll, what follows within a minute is one entry more. A
 * flood is few entries and no write of its own.
 */
export class Counted {
	readonly #slots = new Map<string, Slot>()
	readonly #apart = new Map<string, number>()

	/** @returns false when each of these is an entry of its own. */
	take(detail: AccessDetail, by: By, now: number): boolean {
		if (!('count' in detail)) return false
		const slot = this.#slotFor(detail, by, now)
		slot.count += detail.count
		return true
	}

	due(now: number): readonly (readonly [AccessDetail, By])[] {
		return this.#taken((slot) => slot.due <= now, now)
	}

	all(): readonly (readonly [AccessDetail, By])[] {
		return this.#taken(() => true, 0)
	}

	#slotFor(detail: Countable, by: By, now: number): Slot {
		const own = JSON.stringify([{ ...detail, count: 1 }, by])
		const who = whoIn(detail)
		const known = this.#slots.get(own)
		if (known) return known
		const apart = this.#apart.get(who) ?? 0
		if (apart < MOST_APART && this.#slots.size < MOST) {
			this.#apart.set(who, apart + 1)
			return this.#add(own, { detail, by, apart: true, due: now, count: 0 })
		}
		const vague = vagueOf(detail, this.#slots.size < 2 * MOST)
		const key = JSON.stringify([vague, by])
		return this.#slots.get(key) ?? this.#add(key, { detail: vague, by, apart: false, due: now, count: 0 })
	}

	#add(key: string, slot: Slot): Slot {
		this.#slots.set(key, slot)
		return slot
	}

	#taken(fits: (slot: Slot) => boolean, now: number): readonly (readonly [AccessDetail, By])[] {
		const taken: (readonly [AccessDetail, By])[] = []
		for (const [key, slot] of this.#slots) {
			if (!fits(slot)) continue
			if (slot.count > 0) taken.push([{ ...slot.detail, count: slot.count }, slot.by])
			if (slot.count === 0) this.#drop(key, slot)
			slot.count = 0
			slot.due = now + MINUTE_MS
		}
		return taken
	}

	#drop(key: string, { detail, apart }: Slot): void {
		this.#slots.delete(key)
		if (!apart) return
		const who = whoIn(detail)
		const left = (this.#apart.get(who) ?? 0) - 1
		if (left > 0) this.#apart.set(who, left)
		else this.#apart.delete(who)
	}
}

function whoIn(detail: Countable): string {
	const address = 'address' in detail ? networkOf(detail.address ?? '') : ''
	const credential = 'credential' in detail ? (detail.credential ?? '') : ''
	return `${detail.what} ${credential} ${address}`
}

/** The same without what it was about; without `named` also without where it came from. */
function vagueOf(detail: Countable, named: boolean): Countable {
	switch (detail.what) {
		case 'sign-in-refused':
			return { what: detail.what, ...(named && placeOf(detail.address)), why: 'many', count: 1 }
		case 'refused':
			return { ...detail, route: 'many', count: 1, ...(named ? placeOf(detail.address) : { address: 'many' }) }
		case 'read':
			return { what: detail.what, credential: detail.credential, operation: detail.operation, scope: 'many', level: detail.level, count: 1 }
	}
}

function placeOf(address: string | undefined): { readonly address?: string } {
	return address === undefined ? {} : { address: networkOf(address) }
}
