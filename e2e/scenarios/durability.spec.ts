import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import type { Stack } from '@lagebild/testing/stack.ts'
import { until } from '@lagebild/testing/until.ts'
import { expect, test } from '@playwright/test'

import { apiOf, isRecord, uuid7 } from '../api.ts'
import { startQuietStack } from '../fixtures.ts'

const CLIENTS = 20
const EVENTS_EACH = 50

type Acknowledged = { readonly id: string; readonly seq: number }

function incident(client: number, n: number): { readonly id: string } & Record<string, unknown> {
	return {
		id: uuid7(),
		kind: 'incident',
		entity: `incident:lagezentrum:c${client}-${n}`,
		op: 'upsert',
		times: { observed: new Date().toISOString() },
		geometry: { type: 'Point', coordinates: [10 + n / 1_000, 53.5 + client / 1_000] },
		payload: { title: `Meldung ${client}/${n}`, category: 'flooding' },
	}
}

/** Sends until the hub has acknowledged, always the same event, as a tablet does. */
async function deliver(stack: Stack, key: string, event: { readonly id: string }): Promise<Acknowledged> {
	return until(
		`the acknowledgement of ${event.id}`,
		async () => {
			try {
				const { status, body } = await apiOf(stack.url, key).post('/api/v1/operations/hamburg/events', event)
				return status < 300 && isRecord(body) && typeof body['seq'] === 'number' ? { id: event.id, seq: body['seq'] } : undefined
			} catch {
				return undefined
			}
		},
		40_000,
	)
}

async function journalIds(stack: Stack, key: string): Promise<Map<string, number[]>> {
	const places = new Map<string, number[]>()
	const lines = (await apiOf(stack.url, key).text('/api/v1/operations/hamburg/journal?from=1')).trim().split('\n')
	for (const line of lines) {
		const entry: unknown = JSON.parse(line)
		if (!isRecord(entry) || !isRecord(entry['event'])) continue
		const id = String(entry['event']['id'])
		places.set(id, [...(places.get(id) ?? []), Number(entry['seq'])])
	}
	return places
}

/** Changes one character of one stored body, as a forger with the file would. */
function forge(data: string, seq: number): void {
	const folder = join(data, 'journals')
	const file = readdirSync(folder).find((name) => name === 'hamburg.db')
	const database = new DatabaseSync(join(folder, file ?? ''))
	database.prepare("UPDATE bodies SET body = replace(body, 'Meldung', 'Meldunh') WHERE seq = ?").run(seq)
	database.close()
}

test('acknowledged events survive a killed hub, and a changed byte is found', async () => {
	const stack = await startQuietStack()
	try {
		const key = stack.key(['--name', 'lagezentrum', '--role', 'integrator'])
		let acknowledgedSoFar = 0
		const client = async (c: number) => {
			const acknowledged: Acknowledged[] = []
			for (let n = 0; n < EVENTS_EACH; n++) {
				acknowledged.push(await deliver(stack, key, incident(c, n)))
				if (++acknowledgedSoFar === (CLIENTS * EVENTS_EACH) / 2) stack.kill('hub')
			}
			return acknowledged
		}
		const acknowledged = (await Promise.all(Array.from({ length: CLIENTS }, (_, c) => client(c)))).flat()
		expect(acknowledged).toHaveLength(CLIENTS * EVENTS_EACH)

		const places = await journalIds(stack, key)
		for (const { id, seq } of acknowledged) expect(places.get(id)).toEqual([seq])

		const verified = stack.command(['verify'])
		expect(verified.stdout).toMatch(/hamburg: unbroken from 1 to \d+/)
		expect(verified.status).toBe(0)

		await stack.stop()
		const forged = acknowledged[700]?.seq ?? 0
		forge(stack.data, forged)
		const found = stack.command(['verify'])
		expect(found.status).toBe(1)
		expect(`${found.stdout}${found.stderr}`).toContain(`seq ${forged}`)
	} finally {
		await stack.dispose()
	}
})
