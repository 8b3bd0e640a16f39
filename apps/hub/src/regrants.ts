import { setTimeout as delay } from 'node:timers/promises'

import type { Access } from '@lagebild/access/store.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { reaches } from '@lagebild/picture/visible.ts'
import type { Logger } from 'pino'

import type { Clock } from './clock.ts'
import type { Operations } from './operations.ts'
import type { RunningOperation } from './running.ts'

export type RegrantsOptions = {
	readonly access: Pick<Access, 'onChange' | 'grantOfCredential' | 'listKeys' | 'accounts' | 'devices'>
	readonly operations: Pick<Operations, 'all' | 'readerGrant' | 'mayReport'>
	readonly log: Logger
	readonly now: Clock
	/** It is in the journals: open connections are to be looked at again. */
	readonly onTold: () => void
}

/** Longer than a journal needs to write an entry: a credential that was taken away must not stay because a disk hangs. */
const PATIENCE_MS = 500
const BY = 'system'

/** What a credential reaches, and since which version. */
type Known = Pick<Grant, 'version' | 'operations'> & { readonly grant: Grant | undefined }
type Change = { readonly credential: string; readonly before: Known | undefined; readonly after: Known }

/**
 * Tells every journal that a credential reaches, or reached, that its grant is another one, before anything is said or shown under the new
 * one there (hub SPEC, A33).
 */
export class Regrants {
	readonly #options: RegrantsOptions
	/** What each credential reached when it was last heard of. */
	readonly #known = new Map<string, Known>()
	readonly #writing = new Set<Promise<void>>()
	readonly #stop: () => void

	constructor(options: RegrantsOptions) {
		const { access } = options
		this.#options = options
		for (const credential of credentialsIn(access)) this.#note(credential, presentOf(access, credential))
		this.#stop = access.onChange((credential) => {
			this.#changed(credential)
		})
	}

	/** Resolves when what was begun is in the journals. */
	async settled(): Promise<void> {
		await Promise.all(this.#writing)
	}

	async close(): Promise<void> {
		this.#stop()
		await this.settled()
	}

	#note(credential: string, known: Known | undefined): void {
		if (known) this.#known.set(credential, known)
	}

	#changed(credential: string): void {
		const before = this.#known.get(credential)
		const after = presentOf(this.#options.access, credential)
		this.#note(credential, after)
		if (after && isNews(before, after)) this.#write({ credential, before, after })
		else this.#options.onTold()
	}

	#write(change: Change): void {
		const work = this.#writeAll(change)
		this.#writing.add(work)
		void work.finally(() => this.#writing.delete(work))
	}

	async #writeAll(change: Change): Promise<void> {
		const told = this.#options.operations.all().map((running) => this.#tell(running, change))
		await Promise.race([Promise.all(told), delay(PATIENCE_MS, undefined, { ref: false })])
		this.#options.onTold()
	}

	/** A closed operation gets no entry for it, nor a base in which it says nothing: there it holds at once. */
	async #tell(running: RunningOperation, { credential, before, after }: Change): Promise<void> {
		const { operations, now } = this.#options
		const { id, state } = running.operation
		const grant = after.grant && operations.readerGrant(after.grant, running)
		const here = { credential, ...(grant && { grant }) }
		const said = [before, after].some((one) => one && (reaches(one, id) || operations.mayReport(one, id)))
		if (said && state === 'open' && (await this.#entered(running, { ...here, version: after.version }))) return
		running.runner.tell({ type: 'regranted', ...here, now: now() })
	}

	/** @returns false when the journal could not be written: the change then holds without an entry of it there. */
	async #entered({ operation, journal, runner }: RunningOperation, { credential, version, grant }: Here): Promise<boolean> {
		runner.tell({ type: 'regranting', credential, version, ...(grant && { grant }) })
		try {
			await journal.regrant({ credential, version, ...(!grant && { ended: true }), by: BY })
			return true
		} catch (error) {
			runner.tell({ type: 'regranting', credential })
			this.#options.log.error({ err: error, operation: operation.id, credential }, 'a changed grant could not be written')
			return false
		}
	}
}

/** Its grant in one operation, if it has one there. */
type Here = { readonly credential: string; readonly version: number; readonly grant?: Grant }

/** A session that began or ended changes nothing about what its credential may do; a new credential has said nothing yet. */
function isNews(before: Known | undefined, after: Known): boolean {
	return before ? JSON.stringify(before) !== JSON.stringify(after) : after.version > 0
}

function credentialsIn(access: RegrantsOptions['access']): readonly string[] {
	return [
		...access.accounts().map(({ account }) => `person-${account}`),
		...access.devices().map(({ device }) => `device-${device}`),
		...access.listKeys().map(({ grant }) => grant.credential),
	]
}

/** Of one that has ended: what it reached, and the version of its end. A session without an account has nothing that could change. */
function presentOf(access: RegrantsOptions['access'], credential: string): Known | undefined {
	const grant = access.grantOfCredential(credential)
	if (grant) return { version: grant.version, operations: grant.operations, grant }
	const ended = endedOf(access, credential)
	return ended && { ...ended, grant: undefined }
}

function endedOf(access: RegrantsOptions['access'], credential: string): Pick<Known, 'version' | 'operations'> | undefined {
	const account = access.accounts().find((one) => `person-${one.account}` === credential)
	if (account) return { version: account.version, operations: account.operations }
	const device = access.devices().find((one) => `device-${one.device}` === credential)
	if (device) return { version: device.version, operations: [device.operation] }
	const key = access.listKeys().find((one) => one.grant.credential === credential)
	return key && { version: key.grant.version, operations: key.grant.operations }
}
