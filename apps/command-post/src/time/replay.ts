import type { OperationId } from '@lagebild/model/ids.ts'

import type { Facts, Speed } from '../state/facts.ts'
import { currentOperation } from '../state/follow.ts'
import { showLive } from '../state/live.ts'
import { writeRoute } from '../state/route.ts'
import { store } from '../state/store.ts'
import { fetchFilm } from './film.ts'
import { FRAME_MS, Player } from './player.ts'
import type { Shown } from './player.ts'

/** So often the address follows what plays. */
const ADDRESS_MS = 5_000

type Open = { readonly player: Player; readonly end: () => void }
let open: Open | undefined
/** What is shown by now, or about to be. */
let shownKey = ''
/** The time that the address names, as this page has seen it. */
let noted: number | undefined

function show({ content, now, ...change }: Shown): void {
	const { replay } = store.getState()
	if (!replay) return
	store.setState({ ...(content && { content }), ...(now !== undefined && { now }), replay: { ...replay, ...change } })
}

/** The address says where one is, also after a reload; the history of the browser does not grow by it. */
function noteAddress(at: number): void {
	noted = Math.round(at)
	const route = { ...store.getState().route, at: noted }
	store.setState({ route })
	history.replaceState(null, '', writeRoute(route))
}

function begin(ids: readonly OperationId[], at: number): Open {
	const { content, now } = store.getState()
	store.setState({
		live: { content, now },
		replay: { state: 'loading', playing: false, speed: 10, since: now, thinnedUntil: undefined },
		view: { ...store.getState().view, assigning: undefined },
	})
	const player = playerOf(ids, at)
	let last = performance.now()
	const timer = setInterval(() => {
		const before = last
		last = performance.now()
		player.tick(last - before)
	}, FRAME_MS)
	const address = setInterval(() => {
		if (store.getState().replay?.playing) noteAddress(player.at)
	}, ADDRESS_MS)
	void player.seek(at)
	return {
		player,
		end: () => {
			clearInterval(timer)
			clearInterval(address)
			player.stop()
		},
	}
}

function playerOf(ids: readonly OperationId[], at: number): Player {
	return new Player(
		{
			ids,
			fetch: fetchFilm,
			show,
			liveNow: () => store.getState().live?.now ?? Date.now(),
			policy: () => store.getState().config?.standing,
		},
		at,
	)
}

function leave(): void {
	open?.end()
	open = undefined
	const { live } = store.getState()
	store.setState({ replay: undefined, live: undefined })
	if (live) showLive(live)
}

/** The operations of the replay that the address asks for; none while it asks for none. */
function wanted(facts: Facts): readonly OperationId[] {
	const operation = facts.session.state === 'in' && facts.route.at !== undefined ? currentOperation(facts) : undefined
	return operation ? [operation.id, ...operation.bases] : []
}

function followAddress(): void {
	const facts = store.getState()
	const { at } = facts.route
	const ids = wanted(facts)
	const isElsewhere = at !== undefined && at !== noted
	noted = at
	if (ids.join(' ') !== shownKey) {
		shownKey = ids.join(' ')
		if (open) leave()
		if (at !== undefined && ids.length > 0) open = begin(ids, at)
	} else if (isElsewhere) void open?.player.seek(at)
}

/** The address decides whether an earlier time is looked at, and of which operation. */
export function followReplay(): () => void {
	const off = store.subscribe(followAddress)
	followAddress()
	return () => {
		off()
		leave()
	}
}

/** Shows what was known at a time. */
export function lookBack(at: number): void {
	const before = open
	noteAddress(at)
	void before?.player.seek(at)
}

export function backToLive(): void {
	const { at: _left, ...route } = store.getState().route
	store.setState({ route })
	history.replaceState(null, '', writeRoute(route))
}

export function playReplay(playing: boolean): void {
	open?.player.play(playing)
	if (!playing && open) noteAddress(open.player.at)
}

export function setReplaySpeed(speed: Speed): void {
	open?.player.setSpeed(speed)
}
