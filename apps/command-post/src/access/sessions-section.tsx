import type { SessionView } from '@lagebild/model/access/http.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { useNow } from '../state/react.ts'
import { signOut } from '../state/session.ts'
import { agentOf } from './agent-text.ts'
import { endSession, ownSessions } from './api.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { Listing, Section } from './listing.tsx'
import { RefusalText } from './refusal-text.tsx'
import { useAct, useRemote } from './use-remote.ts'

import styles from './access.module.css'

const RENEW_MS = 10_000

/** Ends with the page of the sign-in: nobody is left to tell. */
async function everywhere() {
	await signOut({ everywhere: true })
	return { ok: true, value: undefined } as const
}

/** Every browser that is signed in as this person. */
export function SessionsSection() {
	const t = useTranslations('ownAccount')
	const remote = useRemote(ownSessions, RENEW_MS)
	const { refusal, act } = useAct()
	const [leaving, setLeaving] = useState(false)
	const end = async (id: string) => {
		await act(() => endSession(id))
		await remote.reload()
	}
	return (
		<Section
			title={t('sessions')}
			text={t('sessionsText')}
			action={
				<Button look="danger" onPress={() => setLeaving(true)}>
					{t('everywhere')}
				</Button>
			}
		>
			<RefusalText refusal={refusal} />
			<Listing remote={remote} empty={null}>
				{(items) => (
					<ul className={styles.list}>
						{items.map((session) => (
							<Item key={session.id} session={session} onEnd={() => void end(session.id)} />
						))}
					</ul>
				)}
			</Listing>
			<ConfirmDialog
				wish={leaving ? { title: t('everywhereTitle'), text: t('everywhereText'), submit: t('everywhere'), work: everywhere } : undefined}
				onClose={() => setLeaving(false)}
				onDone={() => setLeaving(false)}
			/>
		</Section>
	)
}

function Item({ session, onEnd }: { readonly session: SessionView; readonly onEnd: () => void }) {
	const t = useTranslations()
	const formats = useFormats()
	const now = useNow(10_000)
	const { way, address, created, lastSeen, expires, current } = session
	const agent = agentOf(session.agent)
	const name = agent
		? agent.system === undefined
			? agent.browser
			: t('ownAccount.agentOn', { browser: agent.browser, system: agent.system })
		: t('ownAccount.unknownAgent')
	return (
		<li className={styles.item}>
			<span className={styles.itemHead}>
				<span className={styles.strong}>{name}</span>
				{current && <span className={styles.tag}>{t('ownAccount.current')}</span>}
			</span>
			<span className={styles.facts}>
				<span>{t(`audit.ways.${way}`)}</span>
				{address !== undefined && <bdi>{address}</bdi>}
				<span>{t('ownAccount.since', { time: formats.time(created, now) })}</span>
				<span>{t('ownAccount.lastSeen', { time: formats.age(lastSeen, now) })}</span>
				<span>{t('ownAccount.until', { time: formats.time(expires, now) })}</span>
			</span>
			{!current && (
				<span className={styles.itemActions}>
					<Button size="row" label={t('ownAccount.endOf', { agent: name })} onPress={onEnd}>
						{t('ownAccount.end')}
					</Button>
				</span>
			)}
		</li>
	)
}
