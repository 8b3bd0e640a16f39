import { useTranslations } from 'use-intl'

import { usePicture } from '../state/react.ts'
import { accounts, devices, keys } from './api.ts'
import type { AuditNames } from './audit-text.ts'
import { useOperationsText } from './use-operations-text.ts'
import { useRemote } from './use-remote.ts'

/** As much of an identifier as tells two apart on a page. */
const SHORT = 6

/** Names of those whom entries name by credential; ended and revoked ones, too. */
export function useAuditNames(): AuditNames {
	const t = useTranslations()
	const operations = useOperationsText()
	const session = usePicture((facts) => facts.session)
	const people = useRemote(accounts).value ?? []
	const systems = useRemote(keys).value ?? []
	const tablets = useRemote(devices).value ?? []
	const names = new Map<string, string>([
		...people.map(({ id, name }) => [`person-${id}`, name] as const),
		...systems.map(({ id, name }) => [`key-${id}`, name] as const),
		...tablets.map(({ id, name }) => [`device-${id}`, name] as const),
		['system', t('audit.system')],
		['command line', t('audit.commandLine')],
	])
	if (session.state === 'in') names.set(session.grant.credential, session.grant.name)
	const named = (credential: string) => {
		const [, sort, id = ''] = /^(link|invitation)-([0-9a-f]{8,16})$/.exec(credential) ?? []
		if (sort === undefined) return credential
		return t(sort === 'link' ? 'audit.link' : 'audit.invited', { id: id.slice(0, SHORT) })
	}
	return { t, operations, who: (credential) => names.get(credential) ?? named(credential) }
}
