import { Gauge } from 'prom-client'

import type { WebhookStore } from './store.ts'
import { stateOf } from './subscription.ts'
import type { Webhook } from './subscription.ts'

type Asked = { readonly store: Pick<WebhookStore, 'list'>; readonly now: () => number }

/** How deliveries go, for who watches over the machine; whom they go to stays with their operation. */
export function webhookGauges({ store, now }: Asked): readonly Gauge[] {
	/** What cannot be asked now is left out: the other figures are needed most then. */
	const list = (): Promise<readonly Webhook[]> => store.list().catch(() => [])
	const states = new Gauge({
		name: 'lagebild_webhooks',
		help: 'Subscriptions by state; paused and ended ones deliver nothing.',
		labelNames: ['operation', 'state'],
		registers: [],
		async collect() {
			const all = await list()
			this.reset()
			for (const webhook of all) this.inc({ operation: webhook.subscription.operation, state: stateOf(webhook) })
		},
	})
	const failing = new Gauge({
		name: 'lagebild_webhook_failing_seconds',
		help: 'Time for which the receiver that fails longest has taken nothing.',
		labelNames: ['operation'],
		registers: [],
		async collect() {
			const all = await list()
			this.reset()
			for (const [operation, webhooks = []] of Object.entries(Object.groupBy(all, ({ subscription }) => subscription.operation)))
				this.set({ operation }, Math.max(...webhooks.map((webhook) => failedFor(webhook, now()))))
		},
	})
	return [states, failing]
}

function failedFor(webhook: Webhook, now: number): number {
	const { failingSince } = webhook.progress
	return stateOf(webhook) === 'active' && failingSince !== undefined ? Math.max(0, now - failingSince) / 1_000 : 0
}
