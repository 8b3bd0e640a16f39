import { AccessDetail, ACTS } from '@lagebild/model/access/event.ts'
import type { DetailOf } from '@lagebild/model/access/event.ts'
import type { AuditEntry } from '@lagebild/model/access/http.ts'

import type { Text } from '../intl.ts'
import { labelText } from './label-text.ts'

/** Names for what entries hold as identifiers. */
export type AuditNames = {
	readonly t: Text
	readonly operations: (operations: 'all' | readonly string[]) => string
	readonly who: (credential: string) => string
}

type Detail = AccessDetail

/** One entry as a sentence. What this page does not know yet is shown by its own word. */
export function auditText({ details }: AuditEntry, names: AuditNames): string {
	const read = AccessDetail.safeParse(details)
	return read.success ? sentence(read.data, names) : names.t('audit.says.unknown', { what: details.what })
}

function sentence(detail: Detail, names: AuditNames): string {
	switch (detail.what) {
		case 'account':
		case 'key':
			return rightsSentence(detail, names)
		case 'device':
			return deviceSentence(detail, names)
		case 'invitation':
			return names.t(`audit.says.invitation${STATES[detail.state]}`, { name: detail.for, role: names.t(`roles.${detail.role}`) })
		case 'label-default':
			return defaultSentence(detail, names.t)
		case 'signed-in':
		case 'sign-in-refused':
		case 'signed-out':
			return signSentence(detail, names)
		default:
			return actSentence(detail, names)
	}
}

const STATES = { open: 'Open', accepted: 'Accepted', revoked: 'Revoked', expired: 'Expired' } as const

function rightsSentence(detail: DetailOf<'account'> | DetailOf<'key'>, { t, operations }: AuditNames): string {
	const { name, role, clearance } = detail
	const rights = { role: t(`roles.${role}`), level: t(`label.names.${clearance}`), operations: operations(detail.operations) }
	if (detail.what === 'account') {
		const { login, state } = detail
		return state === 'ended' ? t('audit.says.accountEnded', { name, login }) : t('audit.says.account', { name, login, ...rights })
	}
	return detail.state === 'revoked' ? t('audit.says.keyRevoked', { name }) : t('audit.says.key', { name, ...rights })
}

function deviceSentence({ name, unit, operation, state }: DetailOf<'device'>, { t, operations }: AuditNames): string {
	if (state === 'lost') return t('audit.says.deviceLost', { name })
	if (state === 'retired') return t('audit.says.deviceRetired', { name })
	return t('audit.says.deviceActive', { name, unit, operation: operations([operation]) })
}

function defaultSentence({ organisation, kind: of, label }: DetailOf<'label-default'>, t: Text): string {
	const kind = of === undefined ? t('labelDefaults.allKinds') : t(`kinds.${of}`)
	return label === null
		? t('audit.says.labelDefaultNone', { organisation, kind })
		: t('audit.says.labelDefault', { organisation, kind, label: labelText(label, t) })
}

type Sign = DetailOf<'signed-in'> | DetailOf<'sign-in-refused'> | DetailOf<'signed-out'>

function signSentence(detail: Sign, { t, who }: AuditNames): string {
	switch (detail.what) {
		case 'signed-in':
			return t('audit.says.signedIn', { who: who(detail.credential), way: t(`audit.ways.${detail.way}`) }) + from(detail.address, t)
		case 'sign-in-refused':
			return (
				t('audit.says.signInRefused', { login: detail.login ?? t('audit.unknownLogin') }) +
				from(detail.address, t) +
				t('audit.times', { count: detail.count })
			)
		case 'signed-out':
			return t('audit.says.signedOut', { who: who(detail.credential), count: detail.sessions })
	}
}

function from(address: string | undefined, t: Text): string {
	return address === undefined ? '' : t('audit.from1', { address })
}

/** What a newer hub does stands there in its own words. */
function actText(act: string, t: Text): string {
	const known = ACTS.find((one) => one === act)
	return known === undefined ? act : t(`audit.acts.${known}`)
}

type Act = Exclude<Detail, Sign | DetailOf<'account' | 'key' | 'device' | 'invitation' | 'label-default'>>

function actSentence(detail: Act, { t, who, operations }: AuditNames): string {
	switch (detail.what) {
		case 'refused': {
			const asked = detail.credential === undefined ? t('audit.nobody') + from(detail.address, t) : who(detail.credential)
			return t('audit.says.refused', { who: asked, fault: detail.fault, route: detail.route }) + t('audit.times', { count: detail.count })
		}
		case 'read': {
			const read = { who: who(detail.credential), what: detail.entity ?? detail.scope ?? '', operation: operations([detail.operation]) }
			return t('audit.says.read', read) + t('audit.times', { count: detail.count })
		}
		case 'exported':
			return t('audit.says.exported', { who: who(detail.credential), what: detail.part, operation: operations([detail.operation]) })
		case 'administered':
			return t('audit.says.administered', { who: who(detail.credential), what: actText(detail.act, t), of: who(detail.of) })
		case 'erased':
			return t('audit.says.erased', { operation: operations([detail.operation]), count: detail.seqs.length, reason: detail.reason })
		case 'corrected':
			return t('audit.says.corrected', { who: who(detail.credential), why: detail.why })
	}
}
