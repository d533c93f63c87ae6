var express = require('express')
var router = express.Router()

router.get('/orders/:id', function (request, response) {
	response.json({ id: request.params.id })
})

module.exports = router
