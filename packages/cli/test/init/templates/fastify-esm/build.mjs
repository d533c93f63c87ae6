import Fastify from 'fastify'

/** Makes one. */
export async function build (options = {}) {
    const fastify = Fastify({
        ...options,
        logger: false
    })
    fastify.get('/orders/:id', async (request) => ({ id: request.params.id }))
    return fastify
}
