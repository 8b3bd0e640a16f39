import type { AccountView } from '@lagebild/model/access/http.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { Checkbox } from '@lagebild/ui/checkbox.tsx'
import { Notice } from '@lagebild/ui/notice.tsx'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { AccountDialog } from './account-dialog.tsx'
import { AccountLinkDialog } from './account-link-dialog.tsx'
import { accounts, endAccount } from './api.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { Listing, Section } from './listing.tsx'
import { useOperationsText } from './use-operations-text.ts'
import { useRemote } from './use-remote.ts'

import styles from './access.module.css'

const RENEW_MS = 10_000

/** Everybody who can sign in, with what they may see. */
export function AccountsSection({ grant }: { readonly grant: Grant }) {
	const t = useTranslations('persons')
	const remote = useRemote(accounts, RENEW_MS)
	const [ended, setEnded] = useState(false)
	const [changing, setChanging] = useState<AccountView>()
	const [ending, setEnding] = useState<AccountView>()
	const [linking, setLinking] = useState<AccountView>()
	const done = () => {
		setChanging(undefined)
		setEnding(undefined)
		void remote.reload()
	}
	const over = remote.value?.some(({ state }) => state === 'ended') === true
	return (
		<Section title={t('accounts')}>
			<Listing remote={remote} empty={<Notice title={t('accountsNone')}>{t('accountsNoneText')}</Notice>}>
				{(items) => (
					<ul className={styles.list}>
						{items
							.filter(({ state }) => ended || state === 'active')
							.map((account) => (
								<AccountItem
									key={account.id}
									account={account}
									own={account.id === grant.account}
									onChange={() => setChanging(account)}
									onLink={() => setLinking(account)}
									onEnd={() => setEnding(account)}
								/>
							))}
					</ul>
				)}
			</Listing>
			{over && (
				<Checkbox checked={ended} onChange={setEnded}>
					{t('showEnded')}
				</Checkbox>
			)}
			<AccountDialog account={changing} giver={grant} onClose={() => setChanging(undefined)} onDone={done} />
			<AccountLinkDialog account={linking} onClose={() => setLinking(undefined)} />
			<EndDialog account={ending} onClose={() => setEnding(undefined)} onDone={done} />
		</Section>
	)
}

type EndProps = { readonly account: AccountView | undefined; readonly onClose: () => void; readonly onDone: () => void }

function EndDialog({ account, onClose, onDone }: EndProps) {
	const t = useTranslations('persons')
	const wish = account && {
		title: t('endTitle', { name: account.name }),
		text: t('endText'),
		submit: t('endSubmit'),
		typed: account.login,
		work: () => endAccount(account.id),
	}
	return <ConfirmDialog wish={wish} onClose={onClose} onDone={onDone} />
}

type ItemProps = {
	readonly account: AccountView
	readonly own: boolean
	readonly onChange: () => void
	readonly onLink: () => void
	readonly onEnd: () => void
}

function AccountItem(props: ItemProps) {
	const t = useTranslations('persons')
	const link = useTranslations('accountLink')
	const { account, own } = props
	const { name, login, state, breakGlass, provider } = account
	return (
		<li className={styles.item} data-over={state === 'ended'}>
			<span className={styles.itemHead}>
				<bdi className={styles.strong}>{name}</bdi>
				<code className={styles.hint}>{login}</code>
				{own && <span className={styles.tag}>{t('own')}</span>}
				{breakGlass && <span className={styles.tag}>{t('breakGlass')}</span>}
				{provider && <span className={styles.tag}>{link('provider')}</span>}
				{state === 'ended' && <span className={styles.tag}>{t('ended')}</span>}
			</span>
			<AccountFacts account={account} />
			{state === 'active' && <AccountActions {...props} />}
		</li>
	)
}

/** A link for whom the hub gives one: G12. */
function AccountActions({ account, own, onChange, onLink, onEnd }: ItemProps) {
	const t = useTranslations('persons')
	const of = useTranslations('access')
	const link = useTranslations('accountLink')
	const { name, breakGlass, provider } = account
	return (
		<span className={styles.itemActions}>
			<Button size="row" label={of('of', { action: t('change'), name })} onPress={onChange}>
				{t('change')}
			</Button>
			{!own && !breakGlass && !provider && (
				<Button size="row" label={of('of', { action: link('link'), name })} onPress={onLink}>
					{link('link')}
				</Button>
			)}
			{!own && (
				<Button size="row" look="danger" label={of('of', { action: t('end'), name })} onPress={onEnd}>
					{t('end')}
				</Button>
			)}
		</span>
	)
}

function AccountFacts({ account }: { readonly account: AccountView }) {
	const t = useTranslations()
	const operations = useOperationsText()
	const { role, organisation, clearance, sessions, state } = account
	return (
		<span className={styles.facts}>
			<span>{t(`roles.${role}`)}</span>
			{organisation !== undefined && <bdi>{organisation}</bdi>}
			<span>{t('persons.clearance', { level: t(`label.names.${clearance}`) })}</span>
			<span>{operations(account.operations)}</span>
			{state === 'active' && <span>{t('persons.sessions', { count: sessions })}</span>}
		</span>
	)
}
