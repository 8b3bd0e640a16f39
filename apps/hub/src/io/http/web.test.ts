import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'

import express from 'express'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { serveWeb } from './web.ts'

let folder = ''
let server: Server
let url = ''

beforeEach(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'lagebild-web-'))
	const app = express()
	app.use(serveWeb(folder))
	server = createServer(app)
	await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
	const address = server.address()
	url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})

afterEach(() => {
	server.closeAllConnections()
	server.close()
	rmSync(folder, { recursive: true })
})

/** @param at seconds since 1970, when it was built */
function build(name: string, at: number): void {
	rmSync(path.join(folder, 'assets'), { recursive: true, force: true })
	mkdirSync(path.join(folder, 'assets'))
	writeFileSync(path.join(folder, 'assets', `${name}.js`), name)
	writeFileSync(path.join(folder, 'index.html'), `<!doctype html><script src="/assets/${name}.js">`)
	utimesSync(path.join(folder, 'index.html'), at, at)
}

async function seen(address: string, wanted: number): Promise<string> {
	for (;;) {
		const response = await fetch(`${url}${address}`).catch(() => undefined)
		const text = await response?.text().catch(() => '')
		if (response?.status === wanted) return text ?? ''
		await new Promise((resolve) => setTimeout(resolve, 50))
	}
}

test('a page that is built while the hub runs is served, and so is the next one', async () => {
	expect((await fetch(url)).status).toBe(503)
	build('one', 1_000)
	expect(await seen('/assets/one.js', 200)).toBe('one')
	build('two', 2_000)
	expect(await seen('/assets/two.js', 200)).toBe('two')
	expect(await seen('/', 200)).toContain('two.js')
})

test('a file that is gone breaks off one answer and nothing else', async () => {
	build('one', 1_000)
	expect(await seen('/assets/one.js', 200)).toBe('one')
	rmSync(path.join(folder, 'assets', 'one.js'))
	await expect(fetch(`${url}/assets/one.js`).then((response) => response.text())).rejects.toThrow(/failed|terminated/)
	expect((await fetch(url)).status).toBe(200)
})
