/** What one poll came to. */
export type PollResult =
	/** No answer, or none of use: the upstream's own words. */
	| { readonly type: 'failed'; readonly reason: string }
	/** An answer that is not what the feed promises, such as an error page under HTTP 200. */
	| { readonly type: 'unreadable'; readonly reason: string }
	| {
			readonly type: 'good'
			/** Time of the newest value that the feed has ever given; absent for feeds without values. */
			readonly newest?: number
			/** What was wrong although the feed could be read, gravest first. */
			readonly problems: readonly Problem[]
	  }

/** `code` tells one problem from another; `reason` is the sentence for people, in which figures may change. */
export type Problem = { readonly code: string; readonly reason: string }

export type Health = {
	readonly state: 'green' | 'amber' | 'red'
	readonly code: string
	readonly reason: string | null
	/** When it became so. */
	readonly since: number
	readonly lastGood: number | null
	/** Start of the watch, as long as there was nothing good. */
	readonly started: number
}

export function unknownHealth(now: number): Health {
	return { state: 'red', code: '', reason: null, since: now, lastGood: null, started: now }
}

/** Health after a poll. `since` stays while state and code do: only transitions are told. */
export function healthAfter(
	before: Health,
	result: PollResult,
	{ now, silentMs }: { readonly now: number; readonly silentMs: number },
): Health {
	const lastGood = result.type === 'good' ? now : before.lastGood
	const { state, code, reason } = judged(before, result, { now, silentMs })
	const same = state === before.state && code === before.code
	return { ...(same ? before : { state, code, reason, since: now }), lastGood, started: before.started }
}

type Judgement = Pick<Health, 'state' | 'code' | 'reason'>

function judged(before: Health, result: PollResult, { now, silentMs }: { readonly now: number; readonly silentMs: number }): Judgement {
	switch (result.type) {
		case 'failed': {
			const late = before.lastGood !== null && now - before.lastGood < silentMs
			return { state: late ? 'amber' : 'red', code: `failed ${withoutFigures(result.reason)}`, reason: result.reason }
		}
		case 'unreadable': {
			const late = now - (before.lastGood ?? before.started) < silentMs
			return { state: late ? 'amber' : 'red', code: `unreadable ${withoutFigures(result.reason)}`, reason: result.reason }
		}
		case 'good': {
			const problem = staleness(result.newest, now, silentMs) ?? result.problems[0]
			return problem ? { state: 'amber', ...problem } : { state: 'green', code: 'ok', reason: null }
		}
	}
}

/** A feed that answers every minute with values of this morning is not well. */
function staleness(newest: number | undefined, now: number, silentMs: number): Problem | undefined {
	if (newest === undefined || now - newest <= silentMs) return undefined
	return { code: 'stale', reason: `the newest value is ${Math.round((now - newest) / 60_000)} min old` }
}

/** Status codes matter, other figures are the same problem again. */
function withoutFigures(reason: string): string {
	return reason.startsWith('HTTP ') ? reason : reason.replaceAll(/\d+/g, '#')
}

/** How the feed was as the hub knows it, told by whoever read it before. */
export type KnownHealth = {
	readonly state: 'green' | 'amber' | 'red' | 'off'
	readonly reason: string | null
	readonly since: number
	readonly lastGood: number | null
}

/** Is that what was told before, so that nothing changed? Figures may differ. */
export function isAsKnown({ state, reason }: Health, known: KnownHealth): boolean {
	return state === known.state && withoutFigures(reason ?? '') === withoutFigures(known.reason ?? '')
}
