/** What one poll came to. `unheard`: nothing came here; another ingest may have heard the feed. */
export type PollResult =
	/** No answer, or none of use: the upstream's own words. */
	| { readonly type: 'failed'; readonly reason: string; readonly unheard?: true }
	/** An answer that is not what the feed promises, such as an error page under HTTP 200. */
	| { readonly type: 'unreadable'; readonly reason: string; readonly unheard?: true }
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
	/** The newest judgements, oldest first. */
	readonly lately: readonly Pick<Health, 'state' | 'code'>[]
}

export function unknownHealth(now: number): Health {
	return { state: 'red', code: '', reason: null, since: now, lastGood: null, started: now, lately: [] }
}

/** Names of the newest judgements: what changes so often in so many is not told each time. */
const REMEMBERED = 10
const UNSTEADY_CHANGES = 5
/** As many judgements of one name are steady again. */
const STEADY = 4

/** Health after a poll. `since` stays while state and code do: only transitions are told. */
export function healthAfter(
	before: Health,
	result: PollResult,
	{ now, silentMs }: { readonly now: number; readonly silentMs: number },
): Health {
	const lastGood = result.type === 'good' ? now : before.lastGood
	const judgement = judged(before, result, { now, silentMs })
	const lately = [...before.lately, { state: judgement.state, code: judgement.code }].slice(-REMEMBERED)
	const { state, code, reason } = isUnsteady(before, lately) ? unsteady(before, judgement, lately) : judgement
	const same = state === before.state && code === before.code
	return { ...(same ? before : { state, code, reason, since: now }), lastGood, started: before.started, lately }
}

type Name = Pick<Health, 'state' | 'code'>

/** It begins with many changes and ends with a few judgements that agree: between the two there is one transition each, not one per poll. */
function isUnsteady({ code }: Health, lately: readonly Name[]): boolean {
	if (changesIn(lately.slice(-STEADY)) === 0) return false
	return code === UNSTEADY || changesIn(lately) >= UNSTEADY_CHANGES
}

function changesIn(names: readonly Name[]): number {
	return names.filter(({ state, code }, i) => i > 0 && (names[i - 1]?.state !== state || names[i - 1]?.code !== code)).length
}

const UNSTEADY = 'unsteady'

/** Never better than amber, and red until it is steady once it was. */
function unsteady({ state, code }: Health, judgement: Judgement, lately: readonly Name[]): Judgement {
	const wasRed = state === 'red' && code === UNSTEADY
	const isRed = wasRed || lately.slice(-STEADY).every((name) => name.state === 'red')
	const last = judgement.reason === null ? '' : `, last: ${judgement.reason}`
	return { state: isRed ? 'red' : 'amber', code: UNSTEADY, reason: `it changes from poll to poll${last}` }
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
			const problem = result.problems[0]
			return staleness(result.newest, now, silentMs) ?? (problem ? { state: 'amber', ...problem } : WELL)
		}
	}
}

const WELL: Judgement = { state: 'green', code: 'ok', reason: null }
/** Silent for so many times longer than a feed may be is as good as cut off. */
const RED_SILENCES = 2

/** A feed that answers every minute with values of this morning is not well, and after some time no feed. */
function staleness(newest: number | undefined, now: number, silentMs: number): Judgement | undefined {
	if (newest === undefined || now - newest <= silentMs) return undefined
	const state = now - newest > RED_SILENCES * silentMs ? 'red' : 'amber'
	return { state, code: 'stale', reason: `the newest value is ${ageOf(now - newest)} old` }
}

function ageOf(ms: number): string {
	const minutes = Math.round(ms / 60_000)
	return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
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
