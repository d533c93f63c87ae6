// Of their own, and nothing to do with whodid.
module.exports = { recorder: "tape" }
