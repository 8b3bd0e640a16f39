import { setTimeout as delay } from 'node:timers/promises'

import type { OperationClient } from '@lagebild/client/client.ts'
import { connectOperation } from '@lagebild/client/connect.ts'
import type { Want } from '@lagebild/model/protocol.ts'
import { startTcpProxy } from '@lagebild/testing/tcp-proxy.ts'
import type { TcpProxy } from '@lagebild/testing/tcp-proxy.ts'

import { OPERATION } from './hub.ts'
import type { BenchHub } from './hub.ts'

export type Watching = { readonly token: string; readonly want: Want; readonly packed?: boolean; readonly bytesPerSecond?: number }

const PATIENCE_MS = 60_000
const LOOK_MS = 50

/** A real client (`packages/client`) behind a link of its own, on which bytes are counted and held back. */
export class Watcher {
	readonly client: OperationClient
	readonly #link: TcpProxy

	private constructor(client: OperationClient, link: TcpProxy) {
		this.client = client
		this.#link = link
	}

	/** Live when it resolves. */
	static async connect(hub: BenchHub, { token, want, packed = false, bytesPerSecond }: Watching): Promise<Watcher> {
		const link = await startTcpProxy(hub.port)
		link.limit(bytesPerSecond)
		const client = connectOperation({
			url: `http://127.0.0.1:${link.port}`,
			operation: OPERATION,
			token,
			want,
			packed,
			now: () => performance.now(),
			wall: Date.now,
		})
		const watcher = new Watcher(client, link)
		await watcher.until(() => client.state().session === 'live', 'a client becomes live')
		return watcher
	}

	/** Bytes that came down the link. */
	get bytes(): number {
		return this.#link.delivered()
	}

	async until(condition: () => boolean, what: string): Promise<void> {
		const deadline = performance.now() + PATIENCE_MS
		while (!condition()) {
			if (performance.now() > deadline) throw new Error(`in vain: ${what}`)
			// oxlint-disable-next-line no-await-in-loop
			await delay(LOOK_MS)
		}
	}

	async end(): Promise<void> {
		await this.client.close()
		await this.#link.close()
	}
}
