import { HiddenText } from '@lagebild/ui/hidden-text.tsx'
import { Opener } from '@lagebild/ui/opener.tsx'
import { ChevronDown } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { useTranslations } from 'use-intl'

import { usePicture } from '../state/react.ts'
import { sessionList } from './later.ts'

import styles from './bar.module.css'

const { prepare, Component: SessionList } = sessionList

/** Who is signed in, and what they set for this screen. */
export function SessionMenu() {
	const t = useTranslations()
	const session = usePicture((facts) => facts.session)
	if (session.state !== 'in') return null
	const { name, role } = session.grant
	return (
		<Opener
			kind="menu"
			prepare={prepare}
			trigger={
				<Button className={styles.session ?? ''}>
					<span className={styles.role}>{t(`roles.${role}`)}</span> <bdi className={styles.person}>{name}</bdi>
					<HiddenText>{t('bar.session')}</HiddenText>
					<ChevronDown size={16} aria-hidden />
				</Button>
			}
		>
			{(opened) => <SessionList {...opened} />}
		</Opener>
	)
}
