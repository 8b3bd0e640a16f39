import type { Settings } from '@lagebild/config/read.ts'

import { openKernelSend } from './kernel-send.ts'
import type { KernelSend } from './kernel-send.ts'

/** How messages leave. `direct`: past Socket.IO; `send`: past Node's streams as well. */
export type Ways = { readonly direct?: boolean; readonly send?: KernelSend | undefined }

/** As it is set, and as this machine lets it be. */
export async function openWays({ frames }: Pick<Settings, 'frames'>): Promise<Ways> {
	return { direct: frames !== 'stock', send: frames === 'direct' ? await openKernelSend() : undefined }
}
