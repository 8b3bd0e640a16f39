import { useTranslations } from 'use-intl'

import { Card } from './card.tsx'

import styles from './pages.module.css'

/** Opened over plain HTTP from another machine: says what is missing and where to get it. */
export function InsecurePage() {
	const t = useTranslations('insecure')
	const { origin, hostname } = location
	const trust = `http://${hostname}:${TRUST_PORT}/`
	const here = `https://${hostname}:${LAN_PORT}/field/`
	return (
		<Card title={t('title')}>
			<p>{t('why', { origin })}</p>
			<p>{t('how')}</p>
			<ol className={styles.steps}>
				<li>
					<a href={trust}>{t('trust', { address: trust })}</a>
				</li>
				<li>
					<a href={here}>{t('open', { address: here })}</a>
				</li>
			</ol>
			<p className={styles.hint}>{t('operator')}</p>
		</Card>
	)
}

/** Where `lagebild start --lan` has them, unless the operator configured others; the trust page names the true ones. */
const TRUST_PORT = 8081
const LAN_PORT = 8443
