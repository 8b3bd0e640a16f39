import { parentPort, workerData } from 'node:worker_threads'

import { openFormat } from '@lagebild/feeds/registry.ts'

import { writerOn } from './page.ts'
import { serveFeeds } from './serve.ts'

/** The thread in which feeds run. Started by thread.ts. */
const page: unknown = workerData
if (!parentPort || !(page instanceof SharedArrayBuffer)) throw new Error('the thread is started by thread.ts')
serveFeeds({ port: parentPort, page: writerOn(page), open: openFormat })
