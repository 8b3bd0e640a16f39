import type { Grant } from '@lagebild/model/label.ts'
import { classes } from '@lagebild/ui/classes.ts'
import { Notice } from '@lagebild/ui/notice.tsx'
import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { CENTRE_ID } from '../frame/centre-id.ts'
import { usePicture } from '../state/react.ts'
import { Section } from './listing.tsx'
import { NewAccountForm } from './new-account-form.tsx'
import { PasskeysSection } from './passkeys-section.tsx'
import { PasswordSection } from './password-section.tsx'
import { SessionsSection } from './sessions-section.tsx'
import { useOperationsText } from './use-operations-text.ts'

import frame from '../frame/frame.module.css'
import styles from './access.module.css'

/** One's own: where one is signed in, and by what. */
export function AccountPage() {
	const t = useTranslations('ownAccount')
	const session = usePicture((facts) => facts.session)
	if (session.state !== 'in') return null
	const { account, grant, breakGlass, byLink = false } = session
	return (
		<main id={CENTRE_ID} className={classes(frame.panel, styles.page)} data-region tabIndex={-1}>
			<div className={styles.scroll}>
				<div className={styles.column}>
					<div className={styles.section}>
						<h2 className={styles.heading}>{t('title')}</h2>
						{account && <p>{t('who', { name: account.name, login: account.login })}</p>}
						<Rights grant={grant} />
						{breakGlass && (
							<p className={styles.callout}>
								<TriangleAlert size={18} aria-hidden />
								{t('breakGlass')}
							</p>
						)}
					</div>
					{!account && (grant.credential.startsWith('link-') ? <ByLink /> : <Notice title={t('key')} />)}
					<SessionsSection />
					{account && <PasswordSection account={account} byLink={byLink} />}
					{account && <PasskeysSection account={account} />}
				</div>
			</div>
		</main>
	)
}

/** What one may, in the words of those who gave it. */
function Rights({ grant: { role, organisation, clearance, operations } }: { readonly grant: Grant }) {
	const t = useTranslations()
	const named = useOperationsText()
	return (
		<p className={styles.facts}>
			<span>{t(`roles.${role}`)}</span>
			{organisation !== undefined && <bdi>{organisation}</bdi>}
			<span>{t('persons.clearance', { level: t(`label.names.${clearance}`) })}</span>
			<span>{named(operations)}</span>
		</p>
	)
}

/** Here by a one-time link: an account can be made at any time. */
function ByLink() {
	const t = useTranslations('ownAccount')
	return (
		<Section title={t('none')} text={t('noneText')}>
			<NewAccountForm onMade={() => undefined} onDone={() => undefined} />
		</Section>
	)
}
