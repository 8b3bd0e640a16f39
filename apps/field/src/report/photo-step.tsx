import { Button } from '@lagebild/ui/button.tsx'
import { Camera, X } from 'lucide-react'
import { useId, useState } from 'react'
import type { ChangeEvent } from 'react'
import { useTranslations } from 'use-intl'

import { dropPhotos, takePhoto } from '../photos/keep-photos.ts'
import { PhotoImage } from '../photos/photo-image.tsx'
import type { PhotoProblem } from '../photos/prepare.ts'
import { useFacts } from '../state/react.ts'
import { Step } from './step.tsx'
import type { StepProps } from './type-step.tsx'

import styles from '../photos/photos.module.css'
import form from './report.module.css'

const MOST = 4

/** What the crew sees. The report goes without it, and the photo follows. */
export function PhotoStep({ draft, set }: StepProps) {
	const t = useTranslations('photo')
	const photos = draft.photos ?? []
	const [busy, setBusy] = useState(false)
	const [problem, setProblem] = useState<PhotoProblem | 'full'>()
	const operation = useFacts(({ door }) => (door.state === 'in' ? door.device.operation : undefined))
	const take = async (file: File): Promise<void> => {
		if (operation === undefined) return
		setBusy(true)
		const taken = await takePhoto(file, { name: t('name', { number: photos.length + 1 }), operation })
		setBusy(false)
		if (typeof taken === 'string') return setProblem(taken)
		setProblem(undefined)
		set((now) => ({ ...now, photos: [...(now.photos ?? []), taken] }))
	}
	const drop = (id: string): void => {
		set((now) => ({ ...now, photos: (now.photos ?? []).filter((photo) => photo.id !== id) }))
		void dropPhotos([id])
	}
	return (
		<Step title={t('title')} done={photos.length > 0}>
			<ul className={styles.shelf}>
				{photos.map(({ id, name, mediaType }) => (
					<li key={id} className={styles.photo}>
						<PhotoImage id={id} mediaType={mediaType} alt={name} className={styles.image} />
						<Button className={styles.drop} label={t('drop', { name })} onPress={() => drop(id)}>
							<X size={28} aria-hidden />
						</Button>
					</li>
				))}
			</ul>
			{photos.length < MOST && <Take busy={busy} onFile={(file) => void take(file)} />}
			{problem && (
				<p className={form.fault} role="alert">
					{t(`problem.${problem}`)}
				</p>
			)}
		</Step>
	)
}

/** The camera where there is one, else a file. */
function Take({ busy, onFile }: { readonly busy: boolean; readonly onFile: (file: File) => void }) {
	const t = useTranslations('photo')
	const id = useId()
	const chosen = ({ target }: ChangeEvent<HTMLInputElement>): void => {
		const [file] = target.files ?? []
		target.value = ''
		if (file) onFile(file)
	}
	return (
		<label htmlFor={id} className={styles.take} data-busy={busy || undefined}>
			<Camera size={28} aria-hidden />
			{t(busy ? 'busy' : 'take')}
			<input id={id} className={styles.file} type="file" accept="image/*" capture="environment" disabled={busy} onChange={chosen} />
		</label>
	)
}
