import { Worker } from 'node:worker_threads'

import { lastBackup } from '@lagebild/backup/manifest.ts'
import { isTold } from '@lagebild/backup/order.ts'
import type { Order, Told } from '@lagebild/backup/order.ts'
import type { Settings } from '@lagebild/config/read.ts'
import { withoutSecrets } from '@lagebild/config/without-secrets.ts'
import type { Logger } from 'pino'

import type { Clock } from './clock.ts'

export type BackupsOptions = {
	readonly settings: Settings
	readonly version: string
	readonly now: Clock
	readonly log: Logger
}

const HOUR_MS = 3_600_000
const CHECK_MS = 60_000
/** The start has other things to do; a hub that is restarted all the time makes its backups all the same. */
const FIRST_CHECK_MS = 180_000
/** After a failure, such as a full disk, or when another hub makes them. */
const RETRY_MS = 1_200_000

/** Makes backups by the clock, as the configuration says, in a thread of its own. */
export class Backups {
	readonly #options: BackupsOptions
	readonly #timers: NodeJS.Timeout[] = []
	#waits = -Infinity
	#worker: Worker | undefined

	constructor(options: BackupsOptions) {
		this.#options = options
	}

	start(): void {
		if (this.#options.settings.backup.everyHours === 0) return
		const check = (): void => void this.check()
		this.#timers.push(
			setTimeout(() => {
				check()
				this.#timers.push(setInterval(check, CHECK_MS))
			}, FIRST_CHECK_MS),
		)
	}

	/** Makes a backup when it is time. @returns what came of it; undefined when it is not time */
	async check(): Promise<Told | undefined> {
		const { now, log } = this.#options
		if (this.#worker || !this.#isDue()) return undefined
		const told = await this.#run()
		if (told.type === 'made') log.info(told, 'a backup was made')
		if (told.type === 'others') this.#waits = now()
		if (told.type === 'failed') {
			this.#waits = now()
			log.error({ reason: told.message }, 'no backup could be made')
		}
		return told
	}

	/** What is being made is given up: the next one takes its rest away. */
	async stop(): Promise<void> {
		for (const timer of this.#timers) clearTimeout(timer)
		await this.#worker?.terminate()
	}

	#isDue(): boolean {
		const { settings, now } = this.#options
		const { folder, everyHours } = settings.backup
		const last = lastBackup(folder)?.at ?? -Infinity
		return now() - last >= everyHours * HOUR_MS && now() - this.#waits >= RETRY_MS
	}

	#run(): Promise<Told> {
		const worker = new Worker(new URL(import.meta.resolve('@lagebild/backup/backup.worker.ts')), { workerData: this.#order() })
		this.#worker = worker
		const { promise, resolve } = Promise.withResolvers<Told>()
		let told: Told | undefined
		worker.on('message', (value: unknown) => (told = isTold(value) ? value : undefined))
		worker.on('error', (error) => (told = { type: 'failed', message: error instanceof Error ? error.message : String(error) }))
		worker.on('exit', (code) => {
			this.#worker = undefined
			resolve(told ?? { type: 'failed', message: `the thread ended with code ${code}` })
		})
		return promise
	}

	#order(): Order {
		const { settings, version, now } = this.#options
		const { folder, keep, everyHours, passphrase } = settings.backup
		return {
			dataFolder: settings.dataFolder,
			folder,
			keep,
			version,
			node: settings.node,
			configuration: JSON.stringify(withoutSecrets(settings)),
			unlessSince: now() - everyHours * HOUR_MS,
			...(passphrase !== undefined && { passphrase }),
			...(settings.database !== undefined && { database: settings.database }),
		}
	}
}
