/* A few opcodes, with the number of the newest version that has them: for sources that name them, not for interpreting code. */
#ifndef Py_OPCODE_H
#define Py_OPCODE_H

#define YIELD_VALUE 118
#define YIELD_FROM 72
#define RETURN_VALUE 36
#define RETURN_CONST 103
#define RETURN_GENERATOR 35
#define RESUME 149
#define SEND 104
#define GET_AWAITABLE 73
#define CALL 53
#define CALL_FUNCTION 131
#define CALL_METHOD 161
#define CALL_KW 57
#define LOAD_METHOD 259
#define LOAD_CONST 83
#define LOAD_FAST 85
#define LOAD_GLOBAL 91
#define STORE_FAST 110
#define FOR_ITER 72
#define SETUP_FINALLY 265
#define SETUP_WITH 266
#define NOP 30
#define POP_TOP 32
#define EXTENDED_ARG 71
#define JUMP_BACKWARD 77
#define HAVE_ARGUMENT 44

#endif
