import type { InvitationView } from '@lagebild/model/access/http.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import type { ListedOperation } from '../state/facts.ts'
import { useNow } from '../state/react.ts'
import { invitations, withdrawInvitation } from './api.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { Listing, Section } from './listing.tsx'
import { useRemote } from './use-remote.ts'

import styles from './access.module.css'

const RENEW_MS = 10_000

/** Who was asked in and has not come yet. */
export function InvitationsSection({ grant, operation }: { readonly grant: Grant; readonly operation: ListedOperation }) {
	const t = useTranslations('persons')
	const remote = useRemote(invitations, RENEW_MS)
	const [inviting, setInviting] = useState(false)
	const [withdrawing, setWithdrawing] = useState<InvitationView>()
	const open = remote.value?.filter(({ state }) => state === 'open')
	const close = () => {
		setInviting(false)
		void remote.reload()
	}
	const withdrawn = () => {
		setWithdrawing(undefined)
		void remote.reload()
	}
	return (
		<Section
			title={t('invitations')}
			action={
				<Button onPress={() => setInviting(true)}>
					<UserPlus size={16} aria-hidden />
					{t('invite')}
				</Button>
			}
		>
			<Listing remote={{ ...remote, value: open }} empty={<p className={styles.hint}>{t('invitationsNone')}</p>}>
				{(items) => (
					<ul className={styles.list}>
						{items.map((invitation) => (
							<Item key={invitation.id} invitation={invitation} onWithdraw={() => setWithdrawing(invitation)} />
						))}
					</ul>
				)}
			</Listing>
			<InviteDialog open={inviting} giver={grant} operation={operation} onClose={close} />
			<ConfirmDialog
				wish={
					withdrawing && {
						title: t('withdrawTitle', { name: withdrawing.for }),
						text: t('withdrawText'),
						submit: t('withdraw'),
						work: () => withdrawInvitation(withdrawing.id),
					}
				}
				onClose={() => setWithdrawing(undefined)}
				onDone={withdrawn}
			/>
		</Section>
	)
}

function Item({ invitation, onWithdraw }: { readonly invitation: InvitationView; readonly onWithdraw: () => void }) {
	const t = useTranslations()
	const formats = useFormats()
	const now = useNow(10_000)
	const { role, organisation, expires } = invitation
	return (
		<li className={styles.item}>
			<bdi className={styles.strong}>{invitation.for}</bdi>
			<span className={styles.facts}>
				<span>{t(`roles.${role}`)}</span>
				{organisation !== undefined && <bdi>{organisation}</bdi>}
				<span>{t('persons.until', { time: formats.time(expires, now) })}</span>
			</span>
			<span className={styles.itemActions}>
				<Button size="row" label={t('access.of', { action: t('persons.withdraw'), name: invitation.for })} onPress={onWithdraw}>
					{t('persons.withdraw')}
				</Button>
			</span>
		</li>
	)
}
