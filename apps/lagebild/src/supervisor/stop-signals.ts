/** A second Ctrl-C counts only after this long: npm hands on the one that the terminal already delivered. */
const AGAIN_MS = 1_500

/** Calls `stop` once when somebody wants the program to end, and `hurry` when they say so again. */
export function onStop(now: () => number, stop: (why: string) => void, hurry: () => void): void {
	let asked: number | undefined
	const ask = (why: string): void => {
		if (asked === undefined) {
			asked = now()
			stop(why)
		} else if (now() - asked > AGAIN_MS) hurry()
	}
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ask(signal))
	process.on('disconnect', () => ask('disconnect'))
}
