import { OperationId } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import type { Content, Replay } from '../state/facts.ts'
import { NOW, OPERATION, unit } from '../testing/things.ts'
import type { Film, FilmWish } from './film.ts'
import { Player } from './player.ts'

const BASE = OperationId.parse('grundlage')
const BEGIN = NOW - 3_600_000
const nothing = { put: [], measured: [], gone: [], goneMeasured: [] }

function unitAt(at: number) {
	return { ...unit({ callsign: String((at - BEGIN) / 1_000) }), at: instant(at) }
}

/** A record in which one unit says something every ten seconds. */
function filmOf({ operation, from, to, whole }: FilmWish): Film {
	if (operation === BASE) return { steps: [], to, thinnedUntil: undefined }
	const steps = whole ? [{ ...nothing, at: from, put: [unitAt(from)] }] : []
	for (let at = Math.floor(from / 10_000) * 10_000 + 10_000; at <= to; at += 10_000) steps.push({ ...nothing, at, put: [unitAt(at)] })
	return { steps, to, thinnedUntil: undefined }
}

function stage(fetch: (wish: FilmWish) => Promise<Film | undefined> = (wish) => Promise.resolve(filmOf(wish))) {
	const shown: { now?: number; content?: Content } & Partial<Replay> = {}
	const asked: FilmWish[] = []
	const player = new Player(
		{
			ids: [OPERATION, BASE],
			fetch: (wish) => {
				asked.push(wish)
				return fetch(wish)
			},
			show: (change) => void Object.assign(shown, change),
			liveNow: () => NOW,
			policy: () => undefined,
		},
		BEGIN,
	)
	const said = () => [...(shown.content?.things.values() ?? [])].map(({ row }) => (row.kind === 'unit' ? row.fields.callsign : ''))
	return { player, shown, asked, said }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0))

describe('a replay', () => {
	test('begins with what was known then and goes on as fast as was asked for', async () => {
		const { player, shown, said } = stage()
		await player.seek(BEGIN)
		expect([shown.state, shown.now, said()]).toEqual(['ready', BEGIN, ['0']])
		player.setSpeed(60)
		player.play(true)
		await settled()
		player.tick(250)
		expect([shown.now, said()]).toEqual([BEGIN + 15_000, ['10']])
		player.tick(250)
		expect([shown.now, said()]).toEqual([BEGIN + 30_000, ['30']])
	})

	test('fetches what comes before it is needed, each part once, and waits where it is not there', async () => {
		const { player, shown, asked } = stage()
		await player.seek(BEGIN)
		player.setSpeed(60)
		player.play(true)
		player.tick(30_000)
		expect(shown.state).toBe('loading')
		for (let i = 0; i < 200; i++) {
			await settled()
			player.tick(250)
		}
		const parts = asked.filter(({ operation, whole }) => operation === OPERATION && !whole)
		expect(parts.slice(1).every(({ from }, i) => from === parts[i]?.to)).toBe(true)
		expect([shown.now, shown.playing]).toEqual([BEGIN + 200 * 15_000, true])
	})

	test('ends where now is, and never shows what comes after', async () => {
		const { player, shown } = stage()
		await player.seek(NOW + 60_000)
		expect(shown.now).toBe(NOW)
		await player.seek(NOW - 1_000)
		player.play(true)
		await settled()
		player.tick(250)
		expect([shown.now, shown.playing]).toEqual([NOW, false])
	})

	test('says that a time could not be loaded, and shows nothing of the one that was left', async () => {
		const late = Promise.withResolvers<Film | undefined>()
		const failing = stage(() => Promise.resolve(undefined))
		await failing.player.seek(BEGIN)
		expect(failing.shown.state).toBe('failed')
		const { player, shown, said } = stage((wish) => (wish.from === BEGIN ? late.promise : Promise.resolve(filmOf(wish))))
		const first = player.seek(BEGIN)
		await player.seek(BEGIN + 60_000)
		late.resolve({ steps: [], to: BEGIN, thinnedUntil: undefined })
		await first
		expect([shown.now, said()]).toEqual([BEGIN + 60_000, ['60']])
	})

	test('goes back by loading, and forward through what lies ready', async () => {
		const { player, asked, said } = stage()
		await player.seek(BEGIN)
		player.play(true)
		await settled()
		player.play(false)
		const before = asked.length
		await player.seek(BEGIN + 20_000)
		expect([asked.length, said()]).toEqual([before, ['20']])
		await player.seek(BEGIN + 10_000)
		expect([asked.length, said()]).toEqual([before + 2, ['10']])
	})
})
