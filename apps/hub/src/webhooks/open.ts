import { randomBytes } from 'node:crypto'

import type { Settings } from '@lagebild/config/read.ts'
import { HUB_SOURCE } from '@lagebild/model/access/sources.ts'
import { entityId } from '@lagebild/model/ids.ts'
import { iso } from '@lagebild/model/time.ts'

import type { Clock } from '../clock.ts'
import { HUB_GRANT } from '../hub-grant.ts'
import { namedId } from '../named-id.ts'
import { Courier } from './courier.ts'
import type { CourierOptions } from './courier.ts'
import { openSharedWebhookStore } from './store-postgres.ts'
import { openWebhookStore } from './store-sqlite.ts'
import type { WebhookStore } from './store.ts'

export type Webhooks = { readonly store: WebhookStore; readonly courier: Courier }

/** Beside this program, or where the journals of several hubs lie. */
export function openWebhooks({ database, dataFolder, node }: Settings, now: Clock): Promise<WebhookStore> {
	if (database === undefined) return Promise.resolve(openWebhookStore(dataFolder, now))
	return openSharedWebhookStore({ url: database, node })
}

type Parts = Omit<CourierOptions, 'owner' | 'allowPrivateHosts' | 'onGivenUp'>

/** The only hub is the same one after a crash; of several, one that crashed is another one when it comes back. */
export function openCourier({ database, node, outbound }: Settings, parts: Parts): Courier {
	const owner = database === undefined ? 'hub' : `${node} ${randomBytes(8).toString('hex')}`
	return new Courier({ ...parts, owner, allowPrivateHosts: outbound.allowPrivateHosts, onGivenUp: (...told) => tell(parts, ...told) })
}

/** Y7: who relies on it does not look into lists. The alarm is as visible as alarms are by default. */
async function tell({ operations, now, log }: Parts, { id, operation, by, url }: Told, why: string): Promise<void> {
	const { host } = new URL(url)
	log.warn({ webhook: id, operation, why }, 'a webhook was paused')
	const entity = entityId('alarm', HUB_SOURCE, `${id}-${now()}`)
	const said = await operations.get(operation)?.submit(HUB_GRANT, [
		{
			id: namedId(`${operation} ${entity}`),
			kind: 'alarm',
			entity,
			op: 'upsert',
			times: { observed: iso(now()) },
			payload: {
				title: `Weitergabe angehalten · Delivery paused: ${host}`,
				severity: 'Moderate',
				rule: 'Webhook',
				cause: `Seit drei Tagen nimmt ${host} nichts mehr an (eingerichtet von ${by}). Was weitergegeben werden soll, wartet: prüfen und fortsetzen, oder löschen.\n${host} has taken nothing for three days (set up by ${by}). What is to be delivered waits: look into it and resume, or delete it.`,
			},
		},
	])
	const answer = said?.ok ? said.value[0] : said?.fault
	if (answer && 'fault' in answer) log.error({ webhook: id, fault: answer }, 'the alarm about a webhook could not be written')
}

type Told = Parameters<CourierOptions['onGivenUp']>[0]
