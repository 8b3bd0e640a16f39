import { aloneIn } from '@lagebild/client/dispatch/alone.ts'
import { Rest } from '@lagebild/client/dispatch/rest.ts'
import { watchPage } from '@lagebild/client/page.ts'
import { incarnationOf } from '@lagebild/client/said.ts'
import { FAULTS } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'

import { readItems } from '../device/database.ts'
import type { Identity } from '../device/database.ts'
import { readDrafts } from '../device/drafts.ts'
import { changePhotos, photoBytes, readPhotos, removePhotos } from '../device/photos.ts'
import { newToken } from '../device/proof.ts'
import { connectedClient } from '../state/clients.ts'
import { store } from '../state/store.ts'
import type { StoredPhoto } from './photo.ts'
import { settled } from './settle.ts'
import { upload } from './upload.ts'
import type { Uploaded } from './upload.ts'

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000
/** So long nothing is looked for when nothing is due. */
const IDLE_MS = 30_000
/** A token holds for ten minutes. */
const TOKEN_MS = 480_000
const NAME = 'field-photos'

/** Stay as they are: the hub takes the photo when somebody has opened the operation again, or this device has proved anew who it is. */
const LATER: ReadonlySet<Fault['fault']> = new Set(['unauthenticated', 'operation-closed', 'grant-changed'])

/** Photos of this device on their way to the hub, one at a time and behind all that it says (hub SPEC, C11). */
export class PhotoLane {
	readonly #identity: Identity
	readonly #ended = new AbortController()
	readonly #idle = new Rest()
	readonly #pause = new Rest()
	readonly #channel = new BroadcastChannel(`lagebild-${NAME}`)
	#failures = 0
	#token: { readonly text: string; readonly until: number } | undefined

	constructor(identity: Identity) {
		this.#identity = identity
	}

	start(): void {
		const wake = (): void => this.wake()
		watchPage({ onHide: () => undefined, onReturn: wake }, this.#ended.signal)
		this.#channel.addEventListener('message', () => void this.#show().then(wake))
		const off = store.subscribe((facts, before) => {
			if (facts.said !== before.said || facts.link.session !== before.link.session) this.wake()
		})
		this.#ended.signal.addEventListener('abort', () => {
			off()
			this.#channel.close()
		})
		void this.#show()
		void aloneIn(NAME)((over) => this.#sendAll(over), this.#ended.signal)
	}

	/** Somebody or the network is back, or there is another photo. */
	wake(): void {
		this.#idle.wake()
		this.#pause.wake()
	}

	/** Another page, or another part of this one, changed what is stored. */
	async changed(): Promise<void> {
		this.#channel.postMessage('changed')
		await this.#show()
		this.wake()
	}

	close(): void {
		this.#ended.abort()
	}

	async #sendAll(over: AbortSignal): Promise<void> {
		while (!over.aborted) {
			const photo = await this.#due().catch(() => undefined)
			if (!photo) await this.#idle.pause(IDLE_MS, over)
			else if (!(await this.#send(photo, over))) {
				const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures++)
				await this.#pause.pause(pause * (0.75 + Math.random() / 2), over)
			} else this.#failures = 0
		}
	}

	/** The oldest whose report a hub has, while nothing that was said is on its way. */
	async #due(): Promise<StoredPhoto | undefined> {
		await this.#settle()
		if (store.getState().said.some(({ state }) => state === 'sent')) return undefined
		const photos = await readPhotos()
		return photos.filter(({ state, reported }) => state === 'waiting' && reported).toSorted((a, b) => a.at - b.at)[0]
	}

	async #settle(): Promise<void> {
		const [photos, stored, drafts] = await Promise.all([readPhotos(), readItems(), readDrafts()])
		const { changed, gone } = settled(photos, {
			/** What this browser did not store is known to the page alone. */
			said: [...stored, ...store.getState().said],
			drafts: new Set(drafts.flatMap(({ photos: own = [] }) => own.map(({ id }) => id))),
			incarnationOf: (operation) => {
				const epoch = connectedClient(operation)?.state().epoch
				return epoch === undefined ? undefined : incarnationOf(epoch)
			},
			now: Date.now(),
		})
		if (changed.length + gone.length === 0) return
		await changePhotos(changed)
		await removePhotos(gone)
		this.#channel.postMessage('changed')
		await this.#show()
	}

	/** @returns false when it has to be tried again */
	async #send(photo: StoredPhoto, over: AbortSignal): Promise<boolean> {
		const bytes = await photoBytes(photo.id)
		if (!bytes) {
			await this.#keep({ ...photo, state: 'refused', fault: { fault: 'not-found', message: '' } })
			return true
		}
		const token = await this.#prove()
		if (token === undefined) return false
		const onProgress = (progress: number): void => this.#showProgress(photo.id, progress)
		const uploaded = await upload({ photo, bytes, token, onProgress, over })
		return this.#decide(photo, uploaded)
	}

	async #decide({ fault: _before, ...photo }: StoredPhoto, uploaded: Uploaded): Promise<boolean> {
		if (!uploaded) {
			await this.#show()
			return false
		}
		if ('epoch' in uploaded) {
			await this.#keep({ ...photo, state: 'sent', incarnation: incarnationOf(uploaded.epoch) })
			return true
		}
		const { fault } = uploaded
		if (fault.fault === 'unauthenticated') this.#token = undefined
		const isLater = FAULTS[fault.fault].retry || LATER.has(fault.fault)
		await this.#keep({ ...photo, fault, state: isLater ? 'waiting' : 'refused' })
		return !isLater
	}

	async #prove(): Promise<string | undefined> {
		if (this.#token && Date.now() < this.#token.until) return this.#token.text
		const proven = await newToken(this.#identity).catch(() => undefined)
		this.#token = proven?.ok ? { text: proven.value, until: Date.now() + TOKEN_MS } : undefined
		return this.#token?.text
	}

	async #keep(photo: StoredPhoto): Promise<void> {
		await changePhotos([photo])
		this.#channel.postMessage('changed')
		await this.#show()
	}

	async #show(): Promise<void> {
		const photos = await readPhotos().catch(() => [])
		if (!this.#ended.signal.aborted) store.setState({ photos })
	}

	#showProgress(id: string, progress: number): void {
		store.setState(({ photos }) => ({ photos: photos.map((photo) => (photo.id === id ? { ...photo, progress } : photo)) }))
	}
}
