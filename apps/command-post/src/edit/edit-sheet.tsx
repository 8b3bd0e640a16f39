import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Map as MapIcon, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl'

import { PlaceFields } from '../draw/place-fields.tsx'
import { ScrollBox } from '../frame/scroll-box.tsx'
import { SelectInput } from '../operations/fields.tsx'
import { titleOf } from '../select/names.ts'
import { setView } from '../state/actions.ts'
import { usePicture } from '../state/react.ts'
import { newDraft, isUntouched } from './draft.ts'
import type { EditDraft } from './draft.ts'
import { EditFields } from './edit-fields.tsx'
import { creatable } from './may.ts'
import { closeEdit } from './open.ts'
import { useEditor } from './use-editor.ts'
import type { Editor } from './use-editor.ts'

import orders from '../orders/orders.module.css'
import styles from './edit.module.css'

/** What is being entered or changed, beside the map on which it is drawn. */
export function EditSheet({ draft }: { readonly draft: EditDraft }) {
	return <Sheet key={`${draft.entity ?? 'new'} ${draft.operation}`} held={draft} />
}

function Sheet({ held }: { readonly held: EditDraft }) {
	const t = useTranslations('edit')
	const editor = useEditor(held)
	const title = useTitle(editor)
	const head = useRef<HTMLHeadingElement>(null)
	useEffect(() => head.current?.focus(), [])
	const { draft, busy, problem } = editor
	const isGone = draft.entity !== undefined && editor.row === undefined
	return (
		<form className={orders.composer} onSubmit={editor.submit} noValidate aria-label={title}>
			<div className={orders.composerHead}>
				<h2 ref={head} tabIndex={-1}>
					<bdi>{title}</bdi>
				</h2>
				<span className={styles.headButtons}>
					<span className={styles.toMap}>
						<Button size="icon" look="quiet" label={useTranslations('draw')('onMap')} onPress={() => setView({ sheet: 'peek' })}>
							<MapIcon size={18} aria-hidden />
						</Button>
					</span>
					<Button size="icon" look="quiet" label={t(isUntouched(draft) ? 'close' : 'discard')} onPress={closeEdit}>
						<X size={18} aria-hidden />
					</Button>
				</span>
			</div>
			<ScrollBox label={title}>
				<div className={orders.fields}>
					{isGone && <p className={styles.newer}>{t('gone')}</p>}
					{draft.entity === undefined && <KindChoice draft={draft} />}
					<PlaceFields editor={editor} />
					<EditFields editor={editor} />
				</div>
			</ScrollBox>
			<div className={orders.composerFoot}>
				<div role="alert" className={orders.refusals}>
					{problem !== undefined && <p>{problem}</p>}
				</div>
				<Button look="primary" size="main" submits isDisabled={busy || isGone}>
					{t(draft.entity === undefined ? 'save' : 'saveChange')}
				</Button>
				<Button size="main" onPress={closeEdit}>
					{t('discard')}
				</Button>
			</div>
		</form>
	)
}

function useTitle({ draft, row }: Editor): string {
	const t = useTranslations('edit')
	const kinds = useTranslations('kinds')
	const { language } = useFormats()
	if (draft.entity === undefined) return t('newThing', { kind: kinds(draft.kind) })
	return t('change', { name: row ? titleOf(row, language) : kinds(draft.kind) })
}

/** Another kind keeps the place, as far as that kind may have it. */
function KindChoice({ draft }: { readonly draft: EditDraft }) {
	const t = useTranslations('edit')
	const kinds = useTranslations('kinds')
	const known = usePicture(creatable)
	return (
		<SelectInput
			label={t('kind')}
			value={draft.kind}
			options={known.map((id) => ({ id, label: kinds(id) }))}
			onChange={(kind) => {
				const { now } = draft.sketch
				const at = now.shape === 'circle' ? now.centre : now.points[0]
				setView({ edit: newDraft({ kind, operation: draft.operation, at }) })
			}}
		/>
	)
}
