#!/usr/bin/env node
'use strict'

var path = require('path')
var express = require('express')
var indexRouter = require('./routes')

function start(port) {
	var app = module.exports.app = express()

	app.set('views', path.join(__dirname, 'views'))
	app.use(express.urlencoded({ extended: false }))
	app.use('/', indexRouter)
	app.use(function (error, request, response, next) {
		response.status(500).end()
	})
	return app.listen(port, '127.0.0.1')
}

start(process.env.PORT || 3000)
