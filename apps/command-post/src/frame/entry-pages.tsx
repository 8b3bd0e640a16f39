import { hasDuty } from '@lagebild/model/access/roles.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { Unplug } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { renewSession, signOut } from '../state/session.ts'
import { Card } from './card.tsx'
import { OperationsPage } from './later.ts'

import styles from './frame.module.css'

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
	if (grant.operations === 'all' && hasDuty(grant.role, 'operations.open')) return <OperationsPage grant={grant} current={undefined} />
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
