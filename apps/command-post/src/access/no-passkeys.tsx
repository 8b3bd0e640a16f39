import { useTranslations } from 'use-intl'

import { namedAddress } from './only-here.ts'

import styles from './access.module.css'

/** Why there are none under this address, and on the hub's own machine where there are. */
export function NoPasskeys() {
	const t = useTranslations('credentials')
	const address = namedAddress()
	return (
		<p className={styles.hint}>
			{t('passkeysNone')}
			{address !== undefined && (
				<>
					{' '}
					{t('passkeysHere')} <a href={address}>{new URL(address).origin}</a>
				</>
			)}
		</p>
	)
}
