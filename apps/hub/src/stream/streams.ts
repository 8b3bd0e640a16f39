import { renew } from '../io/http/auth.ts'
import type { Principal } from '../io/http/auth.ts'
import type { HubContext } from '../io/http/context.ts'
import { Places } from '../io/places.ts'
import type { RunningOperation } from '../running.ts'
import { InnerViewers } from './inner-viewers.ts'
import { PictureStream } from './picture-stream.ts'
import type { StreamOptions } from './picture-stream.ts'

/** Each holds the names of its things and a picture of references: some megabytes at 10,000 things. */
const MOST = 64
const MOST_EACH = 8
const RECHECK_MS = 30_000

type Open = { principal: Principal; readonly stream: PictureStream }
type Around = Pick<HubContext, 'access' | 'operations'>

/** The streams of this hub, and what their credentials may see. */
export class Streams {
	readonly viewers = new InnerViewers()
	readonly #open = new Set<Open>()
	readonly #places = new Places(MOST)

	mayOpen(credential: string): boolean {
		const own = [...this.#open].filter((one) => one.principal.grant.credential === credential).length
		return own < MOST_EACH && this.#places.isFreeFor(credential)
	}

	/** To be asked before: whether it may. */
	open(principal: Principal, { access, operations }: Around, options: Omit<StreamOptions, 'viewers' | 'onEnd'>): PictureStream {
		const { credential } = principal.grant
		this.#places.take(credential)
		const onEnd = (): void => {
			this.#places.leave(credential)
			this.#open.delete(entry)
		}
		const entry: Open = { principal, stream: new PictureStream({ ...options, viewers: this.viewers, onEnd }) }
		this.#open.add(entry)
		/** What it came in by may have ended since. */
		this.#review(entry, { access, operations })
		return entry.stream
	}

	/** As for connections: at once when this hub hears of it, and every now and then. @returns the way to stop it */
	watch(around: Around): () => void {
		const timer = setInterval(() => this.review(around), RECHECK_MS)
		const off = around.access.onChange((credential) => this.review(around, credential))
		return () => {
			clearInterval(timer)
			off()
		}
	}

	/** Asks again for every stream whether its credential still holds. */
	review(around: Around, credential?: string): void {
		for (const entry of this.#open)
			if (credential === undefined || entry.principal.grant.credential === credential) this.#review(entry, around)
	}

	/** H7: less holds at once. */
	#review(entry: Open, { access, operations }: Around): void {
		const grant = renew(entry.principal, access)
		if (!grant) {
			entry.stream.end({ why: 'grant', retryAfterMs: 0 })
			return
		}
		entry.principal = { ...entry.principal, grant }
		entry.stream.regrant((running: RunningOperation) => operations.readerGrant(grant, running))
	}
}
