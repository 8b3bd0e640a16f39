import { randomBytes } from 'node:crypto'

import { HUB_SOURCE } from '@lagebild/model/access/sources.ts'
import { entityId } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { iso } from '@lagebild/model/time.ts'
import { reaches } from '@lagebild/picture/visible.ts'

import { HUB_GRANT } from './hub-grant.ts'
import type { HubContext } from './io/http/context.ts'
import { namedId } from './named-id.ts'
import type { RunningOperation } from './running.ts'

type Context = Pick<HubContext, 'operations' | 'now' | 'log'>

/**
 * G5: the account for emergencies is not used in silence. Every open operation that it reaches gets an alarm, which people acknowledge like
 * any other. One that cannot be written holds up nobody: the log says so, and the access journal knows of the sign-in anyway.
 */
export async function raiseBreakGlass({ operations, now, log }: Context, grant: Grant, address: string): Promise<void> {
	log.warn({ credential: grant.credential, address }, 'the account for emergencies was used')
	const at = iso(now())
	const native = randomBytes(8).toString('hex')
	const reached = operations.all().filter(({ operation }) => operation.state === 'open' && !operation.base && reaches(grant, operation.id))
	await Promise.all(reached.map((running) => alarm({ running, native, at, grant, address }).catch(told(log, running))))
}

type Alarm = {
	readonly running: RunningOperation
	readonly native: string
	readonly at: string
	readonly grant: Grant
	readonly address: string
}

async function alarm({ running, native, at, grant, address }: Alarm): Promise<void> {
	const entity = entityId('alarm', HUB_SOURCE, `notzugang-${native}`)
	const said = await running.submit(HUB_GRANT, [
		{
			id: namedId(`${running.operation.id} ${entity}`),
			kind: 'alarm',
			entity,
			op: 'upsert',
			times: { observed: at },
			payload: {
				title: `Notzugang benutzt · Emergency access used: ${grant.name}`,
				severity: 'Severe',
				rule: 'Notzugang',
				cause: `Jemand hat sich mit dem Konto für Notfälle angemeldet (${address || 'Adresse unbekannt'}). Wer war es, und war es nötig? Der Prüfpfad sagt, was damit verwaltet wurde.\nSomebody signed in with the account for emergencies (${address || 'address unknown'}). Who was it, and was it needed? The audit trail says what was administered with it.`,
			},
		},
	])
	const answer = said.ok ? said.value[0] : said.fault
	if (answer && 'fault' in answer) throw new Error(`${answer.fault}: ${answer.message}`)
}

function told(log: Context['log'], { operation }: RunningOperation): (error: unknown) => void {
	return (error) => {
		log.error({ err: error, operation: operation.id }, 'the alarm about the account for emergencies could not be written')
	}
}
