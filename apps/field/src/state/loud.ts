import { standingOf } from '../orders/execution.ts'
import type { Facts } from './facts.ts'
import { store } from './store.ts'

/** A crew that works does not look: it is told again until somebody has read it. */
const AGAIN_MS = 15_000
/** Three short tones, Hz and seconds. */
const TONES = [880, 660, 880]
const TONE_S = 0.22
const VIBRATION = [300, 150, 300, 150, 600]

let audio: AudioContext | undefined
let touched = false

/** Orders whose wording nobody here has read, and those that were taken back while they are carried out. */
export function unreadIn({ picture, said }: Pick<Facts, 'picture' | 'said'>): readonly string[] {
	return picture.orders.flatMap((order) => {
		const { state, withdrawnUnder } = standingOf(order, said)
		if (state !== 'new' && !withdrawnUnder) return []
		return [`${order.id} ${order.fields.command?.version ?? 1} ${state}`]
	})
}

/** Sounds, vibrates and keeps the screen on while an order is unread. Returns what ends it. */
export function keepLoud(): () => void {
	const ended = new AbortController()
	const lock = new ScreenLock()
	let known: ReadonlySet<string> = new Set()
	let again: ReturnType<typeof setInterval> | undefined
	const quiet = (): void => {
		clearInterval(again)
		again = undefined
	}
	const settle = (): void => {
		const unread = unreadIn(store.getState())
		const isNew = unread.some((one) => !known.has(one))
		known = new Set(unread)
		lock.hold(unread.length > 0 && document.visibilityState === 'visible')
		if (unread.length === 0) return quiet()
		if (isNew) alert()
		again ??= setInterval(alert, AGAIN_MS)
	}
	const off = store.subscribe(({ picture, said }, before) => {
		if (picture !== before.picture || said !== before.said) settle()
	})
	/** A browser lets nothing sound before somebody has touched the page. */
	document.addEventListener('pointerdown', wakeAudio, { signal: ended.signal })
	document.addEventListener('visibilitychange', settle, { signal: ended.signal })
	return () => {
		off()
		ended.abort()
		quiet()
		lock.hold(false)
	}
}

function alert(): void {
	if ('vibrate' in navigator && touched) navigator.vibrate(VIBRATION)
	if (store.getState().preferences.sound) void sound()
}

function wakeAudio(): void {
	touched = true
	audio ??= new AudioContext()
	if (audio.state === 'suspended') void audio.resume().catch(() => undefined)
}

/** Also so that a crew can try whether it hears it. */
export async function sound(): Promise<void> {
	if (!audio || audio.state !== 'running') return
	for (const [index, pitch] of TONES.entries()) {
		const [tone, level] = [audio.createOscillator(), audio.createGain()]
		const from = audio.currentTime + index * TONE_S * 1.3
		tone.frequency.value = pitch
		level.gain.setValueAtTime(0.5, from)
		level.gain.exponentialRampToValueAtTime(0.01, from + TONE_S)
		tone.connect(level).connect(audio.destination)
		tone.start(from)
		tone.stop(from + TONE_S)
	}
}

/** Browsers end it when the page is hidden; a low battery may refuse it. */
class ScreenLock {
	#lock: WakeLockSentinel | undefined
	#wanted = false

	hold(wanted: boolean): void {
		if (wanted === this.#wanted) return
		this.#wanted = wanted
		if (wanted) void this.#take()
		else void this.#lock?.release().catch(() => undefined)
	}

	async #take(): Promise<void> {
		if (!('wakeLock' in navigator)) return
		const lock = await navigator.wakeLock.request('screen').catch(() => undefined)
		if (!this.#wanted) void lock?.release().catch(() => undefined)
		this.#lock = lock
	}
}
