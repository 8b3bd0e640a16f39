import { networkOf } from './network.ts'

/** Waiting of one address, of one network, and altogether. What is beyond is refused at once: it costs nothing. */
const MOST_OF_ONE = 8
const MOST_OF_NETWORK = 64
const MOST = 256

type Job = { readonly network: string; readonly address: string; readonly who: string; readonly run: () => Promise<void> }

/**
 * Costly work one at a time, so that it takes one core at most and never the main thread. Networks take turns, in them addresses, and within
 * an address the logins: a flood from one waits for itself, whoever else comes waits for one.
 */
export class FairQueue {
	readonly #waiting: Job[] = []
	readonly #served = new Map<string, number>()
	#turn = 0
	#busy = false

	/** Too many wait already. */
	full(address: string): boolean {
		const network = networkOf(address)
		const near = this.#waiting.filter((job) => job.network === network)
		const own = near.filter((job) => job.address === address)
		return own.length >= MOST_OF_ONE || near.length >= MOST_OF_NETWORK || this.#waiting.length >= MOST
	}

	run<T>(address: string, who: string, work: () => Promise<T>): Promise<T> {
		const { promise, resolve, reject } = Promise.withResolvers<T>()
		this.#waiting.push({ network: networkOf(address), address, who: `${address} ${who}`, run: () => work().then(resolve, reject) })
		void this.#go()
		return promise
	}

	async #go(): Promise<void> {
		if (this.#busy) return
		this.#busy = true
		for (let job = this.#next(); job; job = this.#next()) await job.run()
		this.#busy = false
		this.#served.clear()
	}

	/** Whoever was served longest ago; of equals whoever came first. */
	#next(): Job | undefined {
		const [first, ...rest] = this.#waiting
		if (!first) return undefined
		const job = rest.reduce((best, one) => (this.#before(one, best) ? one : best), first)
		this.#waiting.splice(this.#waiting.indexOf(job), 1)
		this.#turn++
		this.#served.set(`in ${job.network}`, this.#turn).set(job.address, this.#turn).set(job.who, this.#turn)
		return job
	}

	#before(a: Job, b: Job): boolean {
		const networks = this.#last(`in ${a.network}`) - this.#last(`in ${b.network}`)
		const addresses = this.#last(a.address) - this.#last(b.address)
		return (networks || addresses || this.#last(a.who) - this.#last(b.who)) < 0
	}

	#last(key: string): number {
		return this.#served.get(key) ?? 0
	}
}
