import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'

import { StreamReader } from './stream/testing/reader.ts'
import { MatrixHub, strengthOf, TARGET, THINGS } from './testing/matrix-hub.ts'
import { foreign, LABEL_NAMES, markOf, marksFor, marksIn, mayKnow, READERS } from './testing/matrix.ts'

let matrix: MatrixHub
let moment = ''

beforeAll(async () => {
	matrix = await MatrixHub.start()
	moment = encodeURIComponent(new Date().toISOString())
}, 90_000)

afterAll(async () => {
	await matrix.close()
})

const Listed = z.union([z.object({ entities: z.array(z.unknown()) }), z.object({ features: z.array(z.unknown()) })])
const Changes = z.object({ summary: z.object({ total: z.number() }) })
const Figures = z.object({ forces: z.object({ all: z.object({ units: z.int(), strength: z.object({ crew: z.int() }) }) }) })
const Line = z.looseObject({ seq: z.int() })

const ALWAYS = ['commit', 'hash', 'prevHash', 'recorded', 'seq']
const geo = { accept: 'application/geo+json' }

describe.each(READERS)('$name ($role, $clearance, $organisation)', (reader) => {
	const expected = marksFor(reader)
	/** The open target and the end count too. */
	const count = expected.size + 2

	test.each([
		['now', '', {}],
		['?at=', '&at=', {}],
		['GeoJSON', '', geo],
		['GeoJSON ?at=', '&at=', geo],
	])('the picture, %s', async (_name, at, headers) => {
		const query = at === '' ? '' : `${at}${moment}`
		const { status, body, text } = await matrix.get(reader, `operations/lage/picture?bases=false${query}`, headers)
		expect([status, marksIn(text)]).toEqual([200, expected])
		const listed = Listed.parse(body)
		expect('entities' in listed ? listed.entities : listed.features).toHaveLength(count)
	})

	test('[X4] the stream, without bases', async () => {
		const url = `${matrix.hub.url}/api/v1/operations/lage/stream?bases=false`
		const stream = await StreamReader.open({ url, key: matrix.keyOf(reader) })
		await stream.complete()
		stream.close()
		expect([marksIn(stream.text), stream.held.size]).toEqual([expected, count])
	})

	test.each([[''], ['?at=']])('figures count nothing else: %s', async (at) => {
		const { body, text } = await matrix.get(reader, `operations/lage/figures${at === '' ? '' : at + moment}`)
		const units = LABEL_NAMES.filter((name) => mayKnow(reader, 'unit', name))
		const crew = units.reduce((sum, name) => sum + strengthOf(name), 0)
		expect(Figures.parse(body).forces.all).toMatchObject({ units: units.length, strength: { crew } })
		expect(foreign(marksIn(text), expected)).toEqual([])
	})

	test('changes', async () => {
		for (const to of ['', `&to=${moment}`]) {
			const address = `operations/lage/changes?from=2026-01-01T00:00:00Z&bases=false&limit=500${to}`
			const { body, text } = await matrix.get(reader, address)
			expect(marksIn(text)).toEqual(expected)
			expect(Changes.parse(body).summary.total).toBe(count)
		}
	})

	test('the journal: bodies of what it sees, and bare places of the rest', async () => {
		const { text } = await matrix.get(reader, 'operations/lage/journal?limit=1000')
		expect(foreign(marksIn(text), expected)).toEqual([])
		const lines = text
			.trim()
			.split('\n')
			.map((line) => Line.parse(JSON.parse(line)))
		expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, index) => index + 1))
		const stubs = lines.filter((line) => !('event' in line) && !('batch' in line))
		for (const stub of stubs) expect(Object.keys(stub).toSorted()).toEqual(ALWAYS)
	})

	test('an entity, its history, its curve and its reasons: the hidden is answered like the missing', async () => {
		const about = (entity: string, rest: string) => matrix.get(reader, `operations/lage/entities/${encodeURIComponent(entity)}${rest}`)
		const never = new Map<string, ReturnType<typeof about>>()
		for (const { kind, name, entity } of THINGS) {
			for (const rest of ['', '/history', '/explain?field=label', '/series']) {
				const answer = await about(entity, rest)
				const none = `${kind}:chef:nie`
				const missing = await (never.get(none + rest) ?? about(none, rest))
				never.set(none + rest, Promise.resolve(missing))
				const seen = mayKnow(reader, kind, name)
				expect([entity, rest, answer.text === missing.text]).toEqual([
					entity,
					rest,
					!seen || (rest === '/series' && missing.status === 400),
				])
				expect(foreign(marksIn(answer.text), expected)).toEqual([])
			}
		}
	})

	test('what everything is about names and counts no hidden end', async () => {
		const entity = `operations/lage/entities/${encodeURIComponent(TARGET)}`
		const rests = ['', '/history', '/explain?field=links', `/explain?field=links&at=${moment}`]
		const answers = await Promise.all(rests.map((rest) => matrix.get(reader, `${entity}${rest}`)))
		for (const { status, text } of answers) expect([status, foreign(marksIn(text), expected)]).toEqual([200, []])
		const inbound = answers[0]?.text.match(/"inbound":true/g)?.length ?? 0
		expect(inbound).toBe([...expected].filter((mark) => mark.endsWith('-offen') && !mark.startsWith('spur-feed')).length)
	})

	test('feeds and what they refused', async () => {
		const { text } = await matrix.get(reader, 'feeds')
		expect(marksIn(text)).toEqual(new Set([...expected].filter((mark) => mark.startsWith('spur-feed'))))
		const missing = await matrix.get(reader, 'feeds/gibt-es-nicht/rejects')
		for (const name of LABEL_NAMES.filter((one) => !mayKnow(reader, 'feed', one))) {
			const rejects = await matrix.get(reader, `feeds/${markOf('feed', name)}/rejects`)
			expect([rejects.status, rejects.text]).toEqual([missing.status, missing.text])
		}
	})

	test('lists of operations, the session, master data and metrics name nothing', async () => {
		for (const address of ['operations', 'session', 'config', 'master-data']) {
			expect(marksIn((await matrix.get(reader, address)).text)).toEqual(new Set())
		}
		expect(marksIn((await matrix.hub.ask('/metrics', { key: matrix.keyOf(reader) })).text)).toEqual(new Set())
	})
})

describe('from outside', () => {
	const addresses = ['picture', 'figures', 'changes', 'journal', 'checkpoint', `entities/${encodeURIComponent(TARGET)}`]

	test.each([
		['another operation', 'unknown-operation'],
		['nobody', 'unauthenticated'],
		['revoked', 'unauthenticated'],
		['expired', 'unauthenticated'],
	])('%s learns nothing', async (who, fault) => {
		const { access } = matrix.hub
		const elsewhere = { name: who.replaceAll(' ', '-'), role: 'admin', operations: ['anderswo'] } as const
		const keys = new Map([
			['another operation', access.createKey(elsewhere).key],
			['nobody', `lb_00000000_${'A'.repeat(43)}`],
			['revoked', access.createKey({ ...elsewhere, operations: 'all' }).key],
			['expired', access.createKey({ ...elsewhere, operations: 'all', expires: Date.now() - 1 }).key],
		])
		if (who === 'revoked') access.revokeKey('revoked')
		for (const address of addresses) {
			const { body, text } = await matrix.hub.ask(`/api/v1/operations/lage/${address}`, { key: keys.get(who) ?? '' })
			expect([address, body]).toMatchObject([address, { fault }])
			expect(marksIn(text)).toEqual(new Set())
		}
	})
})
