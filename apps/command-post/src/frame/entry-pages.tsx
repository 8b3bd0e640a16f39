import type { Grant } from '@lagebild/model/label.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { Copy, Unplug } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'

import { OperationsPage } from '../operations/operations-page.tsx'
import { renewSession, signOut } from '../state/session.ts'
import { BrandMark } from './brand-mark.tsx'

import styles from './frame.module.css'

function Card({ title, children }: { readonly title: ReactNode; readonly children: ReactNode }) {
	const t = useTranslations('app')
	return (
		<main className={styles.page}>
			<div className={styles.card}>
				<p className={styles.brand}>
					<BrandMark size={28} />
					{t('name')}
				</p>
				<h1>{title}</h1>
				{children}
			</div>
		</main>
	)
}

/** Nothing is open without a session; this says how to get one. */
export function SignInPage() {
	const t = useTranslations('signIn')
	const [copied, setCopied] = useState(false)
	const command = t('command')
	const copy = () => {
		void navigator.clipboard.writeText(command).then(
			() => setCopied(true),
			() => setCopied(false),
		)
	}
	return (
		<Card title={t('title')}>
			<p>{t('why')}</p>
			<p>{t('how')}</p>
			<div className={styles.command}>
				<code>{command}</code>
				<Button onPress={copy}>
					<Copy size={16} aria-hidden />
					{t(copied ? 'copied' : 'copy')}
				</Button>
			</div>
			<p>{t('next')}</p>
			<p>{t('stored')}</p>
			<div className={styles.actions}>
				<Button look="primary" size="main" onPress={() => void renewSession()}>
					{t('retry')}
				</Button>
			</div>
		</Card>
	)
}

export function UnreachablePage() {
	const t = useTranslations('unreachable')
	return (
		<Card title={t('title')}>
			<p className={styles.brand}>
				<Unplug size={20} aria-hidden />
			</p>
			<p>{t('text', { host: location.host })}</p>
			<p>{t('retry')}</p>
			<div className={styles.actions}>
				<Button look="primary" size="main" onPress={() => void renewSession()}>
					{t('again')}
				</Button>
			</div>
		</Card>
	)
}

/** Who may open one does it here: without an operation there is no other place. */
export function NoOperationsPage({ grant }: { readonly grant: Grant }) {
	const t = useTranslations()
	if (grant.operations === 'all' && (grant.role === 'admin' || grant.role === 'commander'))
		return <OperationsPage grant={grant} current={undefined} />
	return (
		<Card title={t('noOperations.title')}>
			<p>{t('noOperations.text', { name: grant.name, role: t(`roles.${grant.role}`) })}</p>
			<div className={styles.actions}>
				<Button look="primary" size="main" onPress={() => void renewSession()}>
					{t('noOperations.again')}
				</Button>
				<Button size="main" onPress={() => void signOut()}>
					{t('menu.signOut')}
				</Button>
			</div>
		</Card>
	)
}
