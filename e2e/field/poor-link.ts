import type { TcpProxy } from '@lagebild/testing/tcp-proxy.ts'

type Poor = { readonly down: number; readonly up: number; readonly delayMs: number; readonly seed: number }

const BEAT_MS = 250

/**
 * A link at the edge of a cell: slow, late and lossy. A lost segment holds everything behind it until it is sent again; now and then the
 * connection is gone. Returns what makes it good again.
 */
export function makePoor(proxy: TcpProxy, { down, up, delayMs, seed }: Poor): () => void {
	proxy.limit(down, up)
	proxy.delay(delayMs)
	let state = seed
	const random = (): number => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
		return state / 2_147_483_648
	}
	let held = 0
	const beat = setInterval(() => {
		if (held > 0 && --held === 0) proxy.heal()
		if (held > 0) return
		const drawn = random()
		if (drawn < 0.02) {
			proxy.cut()
			held = 2
		} else if (drawn < 0.2) {
			proxy.stall()
			held = 1 + Math.floor(random() * 3)
		}
	}, BEAT_MS)
	return () => {
		clearInterval(beat)
		proxy.limit(undefined)
		proxy.delay(0)
		proxy.heal()
	}
}
