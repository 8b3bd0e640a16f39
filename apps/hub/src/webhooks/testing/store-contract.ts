import { OperationId, seq } from '@lagebild/model/ids.ts'
import { expect, test } from 'vitest'

import type { WebhookStore } from '../store.ts'
import type { Webhook } from '../subscription.ts'

export function webhookOf(id: string, operation = 'lage'): Webhook {
	return {
		subscription: {
			id,
			operation: OperationId.parse(operation),
			url: 'https://a.example/ö"',
			content: 'entries',
			batch: false,
			credential: 'key-1',
			by: 'Leitstelle',
			created: 1_000,
			sealed: 'sealed',
		},
		wanted: { state: 'active', by: 'Leitstelle', at: 1_000 },
		progress: { cursor: { of: 'entries', epoch: 'e', seq: seq(0) }, attempts: 0, nextAt: 0, delivered: 0 },
	}
}

/** What every store of subscriptions does, whatever it is kept in. Opened again it holds what it held. */
export function webhookStoreContract(name: string, place: () => Promise<() => Promise<WebhookStore>>): void {
	test(`[X12] subscriptions in ${name} are what they were after a restart, in their order`, async () => {
		const open = await place()
		const store = await open()
		for (const webhook of [webhookOf('b'), webhookOf('a'), webhookOf('c', 'base')]) await store.add(webhook)
		await store.close()
		const again = await open()
		expect(await again.list()).toEqual([webhookOf('b'), webhookOf('a'), webhookOf('c', 'base')])
		expect((await again.list('lage')).map(({ subscription }) => subscription.id)).toEqual(['b', 'a'])
		expect(await again.find('a')).toEqual(webhookOf('a'))
		expect([await again.remove('a'), await again.remove('a'), await again.find('a')]).toEqual([true, false, undefined])
		const wanted = { state: 'paused', by: 'Kim', at: 2_000 } as const
		expect([await again.want('b', wanted), await again.want('a', wanted)]).toEqual([true, false])
		expect((await again.find('b'))?.wanted).toEqual(wanted)
		await again.close()
	})

	test(`[X12] one owner at a time in ${name} writes where a subscription is`, async () => {
		const store = await (await place())()
		const one = webhookOf('a')
		await store.add(one)
		const moved = { ...one.progress, delivered: 7 }
		expect(await store.save('a', 'hub-1', moved)).toBe(false)
		expect(await store.claim('a', { owner: 'hub-1', ms: 60_000 })).toEqual(one)
		expect(await store.claim('a', { owner: 'hub-2', ms: 60_000 })).toBeUndefined()
		expect([await store.save('a', 'hub-2', moved), await store.save('a', 'hub-1', moved)]).toEqual([false, true])
		expect(await store.claim('a', { owner: 'hub-1', ms: -1 })).toMatchObject({ progress: moved })
		expect(await store.claim('a', { owner: 'hub-2', ms: 60_000 })).toMatchObject({ progress: moved })
		expect(await store.save('a', 'hub-1', one.progress)).toBe(false)
		await store.release('hub-2')
		expect(await store.claim('a', { owner: 'hub-1', ms: 60_000 })).toBeDefined()
		expect(await store.claim('none', { owner: 'hub-1', ms: 60_000 })).toBeUndefined()
		await store.close()
	})
}
