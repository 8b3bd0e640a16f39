import type { Grant } from '@lagebild/model/label.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { currentOperation } from '../state/follow.ts'
import { takeStep } from '../state/keep-first-steps.ts'
import { usePicture } from '../state/react.ts'
import { EnrolDialog } from './enrol-dialog.tsx'
import { isOnlyHere } from './only-here.ts'
import { StepHeading } from './step-heading.tsx'

import styles from './access.module.css'

export function DevicesStep({ grant }: { readonly grant: Grant }) {
	const t = useTranslations('firstSteps')
	const [enrolling, setEnrolling] = useState(false)
	const operation = usePicture(currentOperation)
	return (
		<>
			<StepHeading step={3} title={t('devices')} />
			<p>{t('devicesText')}</p>
			{isOnlyHere() && <p className={styles.callout}>{t('devicesSelf')}</p>}
			<div className={styles.actions}>
				<Button look="primary" size="main" onPress={() => takeStep(3, 'done')}>
					{t('finish')}
				</Button>
				{operation && (
					<Button size="main" onPress={() => setEnrolling(true)}>
						{t('enrol')}
					</Button>
				)}
			</div>
			{operation && <EnrolDialog open={enrolling} operation={operation} grant={grant} onClose={() => setEnrolling(false)} />}
		</>
	)
}
